package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes instructions before each return of a method or constructor; a result is on the stack and must stay there. */
final class AtReturn extends MethodVisitor {

    private final Emit what;

    AtReturn(MethodVisitor to, Emit what) {
        super(Opcodes.ASM9, to);
        this.what = what;
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            what.to(mv);
        }
        super.visitInsn(opcode);
    }
}
