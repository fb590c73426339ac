package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Reports the methods of locks that the program has written itself.
 *
 * <p>Whether the class is such a lock may depend on classes that are not loaded yet; so methods are chosen by name, and
 * the engine asks the object.
 */
final class ProgramLockHooks extends MethodVisitor {

    /** How many local variables it needs, above those of {@link SynchronizedMethodHooks}. */
    static final int VARIABLES = 1;

    private static final int NO_EVENT = -1;
    private static final String CONDITION = "()Ljava/util/concurrent/locks/Condition;";
    private static final String OBJECT = "java/lang/Object";

    private final int self;
    private final String method;
    private final int flags;
    private final Label start = new Label();

    /**
     * Wraps a method.
     *
     * @param to receives the instrumented code
     * @param local index of a new local variable
     * @param method name and descriptor, one of {@link #mayBeOfLock}
     */
    ProgramLockHooks(MethodVisitor to, int local, String method) {
        super(Opcodes.ASM9, to);
        this.self = local;
        this.method = method;
        this.flags = flags(method);
    }

    /** {@return whether a method is one that takes or releases a lock, if its class is one} */
    static boolean isGuarding(String method) {
        return flags(method) != NO_EVENT || method.equals("unlock()V");
    }

    /** {@return whether a method is one of a lock, or of a read-write lock, if its class is one} */
    static boolean mayBeOfLock(String method) {
        return isGuarding(method) || method.equals("newCondition" + CONDITION) || isView(method);
    }

    private static boolean isView(String method) {
        return method.startsWith("readLock()L") || method.startsWith("writeLock()L");
    }

    private static int flags(String method) {
        return switch (method) {
            case "lock()V", "lockInterruptibly()V" -> Acquisition.EXCLUSIVE;
            case "tryLock()Z" -> Acquisition.TRIED;
            case "tryLock(JLjava/util/concurrent/TimeUnit;)Z" -> Acquisition.TIMED;
            default -> NO_EVENT;
        };
    }

    @Override
    public void visitCode() {
        super.visitCode();
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitVarInsn(Opcodes.ASTORE, self);
        if (flags != NO_EVENT) {
            super.visitVarInsn(Opcodes.ALOAD, self);
            Hook.number(mv, flags);
            if ((flags & Acquisition.TIMED) != 0) {
                super.visitVarInsn(Opcodes.LLOAD, 1);
                Hook.waiting(mv);
            }
            Hook.programLock(mv, "begins", "(Ljava/lang/Object;I)V");
        } else if (isGuarding(method)) {
            super.visitVarInsn(Opcodes.ALOAD, self);
            Hook.programLock(mv, "releases", "(Ljava/lang/Object;)V");
        }
        super.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN || opcode == Opcodes.IRETURN) {
            super.visitInsn(opcode == Opcodes.RETURN ? Opcodes.ICONST_1 : Opcodes.DUP);
            ended();
        } else if (opcode == Opcodes.ARETURN) {
            super.visitInsn(Opcodes.DUP);
            super.visitVarInsn(Opcodes.ALOAD, self);
            if (isView(method)) {
                Hook.number(mv, method.startsWith("read") ? Acquisition.SHARED : Acquisition.EXCLUSIVE);
                Hook.programLock(mv, "viewed", "(Ljava/lang/Object;Ljava/lang/Object;I)V");
            } else {
                Hook.programLock(mv, "conditionMade", "(Ljava/lang/Object;Ljava/lang/Object;)V");
            }
        }
        super.visitInsn(opcode);
    }

    private void ended() {
        super.visitVarInsn(Opcodes.ALOAD, self);
        if (flags == NO_EVENT) {
            Hook.programLock(mv, "released", "(ZLjava/lang/Object;)V");
        } else {
            Hook.number(mv, flags);
            Hook.programLock(mv, "ended", "(ZLjava/lang/Object;I)V");
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (isGuarding(method)) {
            Label end = new Label();
            super.visitTryCatchBlock(start, end, end, null);
            super.visitLabel(end);
            Object[] locals = Frames.with(new Object[0], 0, self, OBJECT);
            super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
            super.visitInsn(Opcodes.ICONST_0);
            ended();
            super.visitInsn(Opcodes.ATHROW);
        }
        super.visitMaxs(maxStack, maxLocals);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        Object[] extended = Frames.with(local, numLocal, self, OBJECT);
        super.visitFrame(type, extended.length, extended, numStack, stack);
    }
}
