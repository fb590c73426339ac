package io.lockdep.agent.instrument;

import java.util.BitSet;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Notices monitors of objects whose constructor has not run yet: the JVM takes them, but no hook may be given such an
 * object, so the method cannot be verified once it is instrumented.
 *
 * <p>No compiler writes this; it is followed along the code through the instructions that hand such an object on.
 */
final class UnbornMonitors extends EveryInstruction {

    private final Runnable noticed;
    private final BitSet variables = new BitSet();
    private int beingMade;

    // Whether the topmost two values are such objects, now and before the current instruction.
    private boolean top;
    private boolean second;
    private boolean topBefore;
    private boolean secondBefore;

    /**
     * Looks at a method on its way.
     *
     * @param to receives the code as it is
     * @param constructor whether the method begins with such an object, its own
     * @param noticed is run when there is such a monitor
     */
    UnbornMonitors(MethodVisitor to, boolean constructor, Runnable noticed) {
        super(to);
        this.noticed = noticed;
        variables.set(0, constructor);
    }

    @Override
    void beforeInstruction() {
        topBefore = top;
        secondBefore = second;
        top = false;
        second = false;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        if (opcode == Opcodes.NEW) {
            beingMade++;
            top = true;
        }
    }

    @Override
    public void visitInsn(int opcode) {
        super.visitInsn(opcode);
        if (opcode == Opcodes.DUP) {
            top = topBefore;
            second = topBefore;
        } else if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
            if (topBefore) {
                noticed.run();
            }
            top = secondBefore;
        }
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        super.visitVarInsn(opcode, index);
        if (opcode == Opcodes.ALOAD) {
            top = variables.get(index);
            second = topBefore;
        } else if (opcode == Opcodes.ASTORE) {
            variables.set(index, topBefore);
            top = secondBefore;
        }
    }

    // What is not being made here and has its constructor called is the object of the constructor that calls it.
    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>")) {
            boolean self = variables.get(0);
            if (beingMade == 0) {
                variables.clear();
            } else if (--beingMade == 0) {
                variables.clear();
                variables.set(0, self);
            }
        }
    }
}
