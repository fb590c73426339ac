package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a class is being initialised, from the first instruction of {@code <clinit>} to its last.
 *
 * <p>Names no class but the one that is being initialised by this very thread, so that nothing is initialised by it. What
 * the initialiser throws goes on.
 */
final class InitialiserHooks extends MethodVisitor {

    private final Type type;
    private final Label start = new Label();

    InitialiserHooks(MethodVisitor to, Type type) {
        super(Opcodes.ASM9, to);
        this.type = type;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        mv.visitLdcInsn(type);
        Hook.beginInitialising(mv);
        mv.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN) {
            end();
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        mv.visitTryCatchBlock(start, end, end, null);
        mv.visitLabel(end);
        @Nullable Object[] nothing = {};
        mv.visitFrame(Opcodes.F_NEW, 0, nothing, 1, new Object[] {"java/lang/Throwable"});
        end();
        mv.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }

    private void end() {
        mv.visitLdcInsn(type);
        Hook.endInitialising(mv);
    }
}
