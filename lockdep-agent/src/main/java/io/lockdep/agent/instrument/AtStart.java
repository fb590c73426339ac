package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes instructions before a method's own code. Not for constructors. */
final class AtStart extends MethodVisitor {

    private final Emit what;

    AtStart(MethodVisitor to, Emit what) {
        super(Opcodes.ASM9, to);
        this.what = what;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        what.to(mv);
    }
}
