package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.concurrent.ThreadPoolExecutor}, JDK 17 to 25: what it is handed, and what its workers run.
 *
 * <p>A worker takes what it runs just before it calls {@code beforeExecute}, which a subclass may override without calling
 * it back; and it is done with it when it looks for more, or ends.
 */
final class ThreadPoolExecutorInstrument implements JdkType {

    static final ThreadPoolExecutorInstrument TYPE = new ThreadPoolExecutorInstrument();

    private static final String NAME = "java/util/concurrent/ThreadPoolExecutor";

    private ThreadPoolExecutorInstrument() {}

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name) {
            case "execute" -> new AtStart(to, TaskHook.ofArgumentAndThis("queues"));
            case "runWorker" -> new Worker(to);
            case "getTask", "processWorkerExit" -> new AtStart(to, TaskHook.ofThread("idles"));
            default -> null;
        };
    }

    private static final class Worker extends MethodVisitor {

        Worker(MethodVisitor to) {
            super(Opcodes.ASM9, to);
        }

        // On the stack: the pool, the thread, the work.
        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            if (name.equals("beforeExecute")) {
                super.visitInsn(Opcodes.DUP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                TaskHook.call(mv, "takes", "(Ljava/lang/Object;Ljava/lang/Object;)V");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        }
    }
}
