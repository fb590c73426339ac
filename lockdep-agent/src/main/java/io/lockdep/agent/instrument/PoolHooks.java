package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Reports the method of a pool that hands out a unit: before it may wait, when it returns, when it throws. */
final class PoolHooks extends MethodVisitor {

    /** How many local variables it needs, above those of {@link SynchronizedMethodHooks}. */
    static final int VARIABLES = 1;

    private static final String OBJECT = "java/lang/Object";

    private final int self;
    private final Label start = new Label();

    /**
     * Wraps a method that is not static.
     *
     * @param to receives the instrumented code
     * @param local index of a new local variable
     */
    PoolHooks(MethodVisitor to, int local) {
        super(Opcodes.ASM9, to);
        this.self = local;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitVarInsn(Opcodes.ASTORE, self);
        super.visitVarInsn(Opcodes.ALOAD, self);
        WaitHook.pool(mv, "asks");
        super.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
            super.visitInsn(Opcodes.DUP);
            super.visitVarInsn(Opcodes.ALOAD, self);
            super.visitInsn(Opcodes.SWAP);
            WaitHook.pool(mv, "got");
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitTryCatchBlock(start, end, end, null);
        super.visitLabel(end);
        Object[] locals = Frames.with(new Object[0], 0, self, OBJECT);
        super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
        super.visitVarInsn(Opcodes.ALOAD, self);
        WaitHook.pool(mv, "failed");
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        Object[] extended = Frames.with(local, numLocal, self, OBJECT);
        super.visitFrame(type, extended.length, extended, numStack, stack);
    }
}
