package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes calls of the engine's hooks for tasks and threads. */
final class TaskHook {

    private static final String EVENTS = "io/lockdep/engine/TaskEvents";
    private static final String OF_WORK = "(Ljava/lang/Object;)V";
    private static final String OF_WORK_AND_POOL = "(Ljava/lang/Object;Ljava/lang/Object;)V";

    private TaskHook() {}

    /** {@return a call about the object whose method it is} */
    static Emit ofThis(String event) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, event, OF_WORK);
        };
    }

    /** {@return a call about the first argument and the object whose method it is} */
    static Emit ofArgumentAndThis(String event) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 1);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, event, OF_WORK_AND_POOL);
        };
    }

    /** {@return a call about nothing but the thread} */
    static Emit ofThread(String event) {
        return to -> call(to, event, "()V");
    }

    /** Is about to wait for this. */
    static Emit awaits(boolean timed) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(to, timed ? 1 : 0);
            call(to, "awaits", "(Ljava/lang/Object;Z)V");
        };
    }

    /** Has waited for this, unless the exception on the stack says that it gave up. */
    static Emit failed() {
        return to -> {
            to.visitInsn(Opcodes.DUP);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, "failed", "(Ljava/lang/Throwable;Ljava/lang/Object;)V");
        };
    }

    /** Has asked this whether it is done; the answer is on the stack. */
    static Emit sawEnd() {
        return to -> {
            to.visitInsn(Opcodes.DUP);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitInsn(Opcodes.SWAP);
            call(to, "sawEnd", "(Ljava/lang/Object;Z)V");
        };
    }

    static void call(MethodVisitor to, String event, String descriptor) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, event, descriptor, false);
    }
}
