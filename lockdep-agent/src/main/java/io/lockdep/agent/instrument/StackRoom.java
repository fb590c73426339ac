package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Makes room for what hooks put on the stack and into variables: the method's own sizes, and as much as any hook needs.
 *
 * <p>ASM could compute the sizes, but of a class file of Java 7 or later it does so from the stack map frames. The JVM
 * hands a class that it did not verify, such as any of the JDK, to be transformed again without them, and the stack
 * would come out too small: no verifier would see that, and the JVM would end in its next collection.
 */
final class StackRoom extends MethodVisitor {

    /** Values that hooks put on top of the method's own, at most. */
    static final int VALUES = 8;

    private int variables;

    StackRoom(MethodVisitor to) {
        super(Opcodes.ASM9, to);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        boolean wide = opcode == Opcodes.LLOAD
                || opcode == Opcodes.DLOAD
                || opcode == Opcodes.LSTORE
                || opcode == Opcodes.DSTORE;
        variables = Math.max(variables, variable + (wide ? 2 : 1));
        super.visitVarInsn(opcode, variable);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + VALUES, Math.max(maxLocals, variables));
    }
}
