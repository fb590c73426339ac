package io.lockdep.agent.instrument;

import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Queues of {@code java.util.concurrent} that keep what is put into them, JDK 17 to 25: who takes may have to wait for who
 * puts, and the other way round if the queue can be full.
 *
 * <p>Whether anybody really waits is luck, so the methods say so and not the conditions inside. None of the methods named
 * here calls another one of them.
 */
final class BlockingQueueInstrument implements JdkType {

    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String TIMED = "JLjava/util/concurrent/TimeUnit;)";

    static final List<JdkType> ALL = List.of(
            new BlockingQueueInstrument(
                    "LinkedBlockingQueue",
                    true,
                    Map.of("put", Does.PUTS, "offer", Does.PUTS, "take", Does.TAKES, "poll", Does.TAKES)),
            new BlockingQueueInstrument(
                    "ArrayBlockingQueue",
                    false,
                    Map.of("put", Does.PUTS, "offer", Does.PUTS, "take", Does.TAKES, "poll", Does.TAKES)),
            new BlockingQueueInstrument(
                    "LinkedBlockingDeque",
                    true,
                    Map.of(
                            "putFirst", Does.PUTS,
                            "putLast", Does.PUTS,
                            "offerFirst", Does.PUTS,
                            "offerLast", Does.PUTS,
                            "takeFirst", Does.TAKES,
                            "takeLast", Does.TAKES,
                            "pollFirst", Does.TAKES,
                            "pollLast", Does.TAKES)),
            new BlockingQueueInstrument(
                    "PriorityBlockingQueue", true, Map.of("offer", Does.PUTS, "take", Does.TAKES, "poll", Does.TAKES)),
            new BlockingQueueInstrument(
                    "DelayQueue", true, Map.of("offer", Does.PUTS, "take", Does.TAKES, "poll", Does.TAKES)));

    private enum Does {
        PUTS,
        TAKES
    }

    private final String type;
    private final boolean mayBeUnbounded;
    private final Map<String, Does> methods;
    private final JdkType conditions;

    private BlockingQueueInstrument(String simpleName, boolean mayBeUnbounded, Map<String, Does> methods) {
        this.type = CONCURRENT + simpleName;
        this.mayBeUnbounded = mayBeUnbounded;
        this.methods = methods;
        this.conditions = ConditionFields.silent(type);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        Does does = methods.get(name);
        if (does == null || (access & Opcodes.ACC_PUBLIC) == 0 || (access & Opcodes.ACC_SYNTHETIC) != 0) {
            return conditions.instrument(to, access, name, descriptor);
        }
        boolean waits = name.startsWith("put") || name.startsWith("take") || descriptor.contains(TIMED);
        if (waits) {
            String event = does == Does.PUTS ? "adds" : "removes";
            Emit waited = WaitHook.waited();
            return new AroundMethod(to, type, WaitHook.buffer(event, this::capacity, descriptor), waited, waited);
        }
        return new AtReturn(
                to,
                does == Does.PUTS ? WaitHook.result("added", "Z") : WaitHook.result("polled", "Ljava/lang/Object;"));
    }

    private void capacity(MethodVisitor to) {
        if (!mayBeUnbounded) {
            to.visitInsn(Opcodes.ICONST_1);
        } else if (type.endsWith("LinkedBlockingQueue") || type.endsWith("LinkedBlockingDeque")) {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitFieldInsn(Opcodes.GETFIELD, type, "capacity", "I");
        } else {
            to.visitLdcInsn(Integer.MAX_VALUE);
        }
    }
}
