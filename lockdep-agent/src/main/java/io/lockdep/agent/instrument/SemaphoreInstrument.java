package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.concurrent.Semaphore}, JDK 17 to 25. None of its methods calls another one, and none writes to its
 * arguments.
 */
final class SemaphoreInstrument implements JdkType {

    static final SemaphoreInstrument TYPE = new SemaphoreInstrument();

    private static final String NAME = "java/util/concurrent/Semaphore";
    private static final Emit YES = to -> to.visitInsn(Opcodes.ICONST_1);
    private static final Emit NO = to -> to.visitInsn(Opcodes.ICONST_0);
    private static final Emit SAME = to -> to.visitInsn(Opcodes.DUP);
    private static final Emit FIRST = to -> to.visitVarInsn(Opcodes.ILOAD, 1);

    private SemaphoreInstrument() {}

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        Emit count = descriptor.startsWith("(I") ? FIRST : YES;
        return switch (name + descriptor) {
            case "<init>(I)V", "<init>(IZ)V" -> new AtReturn(to, WaitHook.permits("made", FIRST));
            case "acquire()V", "acquireUninterruptibly()V", "acquire(I)V", "acquireUninterruptibly(I)V" ->
                new Taking(to, descriptor, count, YES);
            case "tryAcquire(JLjava/util/concurrent/TimeUnit;)Z", "tryAcquire(IJLjava/util/concurrent/TimeUnit;)Z" ->
                new Taking(to, descriptor, count, SAME);
            case "tryAcquire()Z", "tryAcquire(I)Z" -> new AtReturn(to, WaitHook.permits("tried", SAME, count));
            case "release()V", "release(I)V" -> new AtReturn(to, WaitHook.permits("givesBack", count));
            case "drainPermits()I" -> new AtReturn(to, WaitHook.drained());
            case "reducePermits(I)V" -> new AtReturn(to, WaitHook.resized());
            default -> null;
        };
    }

    private static final class Taking extends LockMethods {

        private final Emit before;
        private final Emit after;
        private final Emit failed;

        Taking(MethodVisitor to, String descriptor, Emit count, Emit taken) {
            super(to, NAME, arguments(descriptor));
            this.before = WaitHook.takes(count, descriptor);
            this.after = WaitHook.permits("waited", taken, count);
            this.failed = WaitHook.permits("waited", NO, count);
        }

        private static List<Object> arguments(String descriptor) {
            List<Object> frame = new ArrayList<>(3);
            for (Type each : Type.getArgumentTypes(descriptor)) {
                frame.add(
                        each.getSort() == Type.INT
                                ? Opcodes.INTEGER
                                : each.getSort() == Type.LONG ? Opcodes.LONG : each.getInternalName());
            }
            return frame;
        }

        @Override
        void before() {
            before.to(mv);
        }

        @Override
        void after() {
            after.to(mv);
        }

        @Override
        void failed() {
            failed.to(mv);
        }
    }
}
