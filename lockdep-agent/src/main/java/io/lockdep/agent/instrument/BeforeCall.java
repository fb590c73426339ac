package io.lockdep.agent.instrument;

import java.util.function.Predicate;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes instructions before calls that a method makes; the arguments are on the stack and must stay there. */
final class BeforeCall extends MethodVisitor {

    private final Predicate<String> which;
    private final Emit what;

    /**
     * Wraps a method.
     *
     * @param to receives the instrumented code
     * @param which tells calls by the name of the method that is called
     * @param what is written before them
     */
    BeforeCall(MethodVisitor to, Predicate<String> which, Emit what) {
        super(Opcodes.ASM9, to);
        this.which = which;
        this.what = what;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        if (which.test(name)) {
            what.to(mv);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
    }
}
