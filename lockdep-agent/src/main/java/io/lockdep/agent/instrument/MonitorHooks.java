package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Reports {@code synchronized} blocks: before {@code monitorenter}, after every {@code monitorexit}.
 *
 * <h2>Where the exit hook stands</h2>
 *
 * The JIT compilers give up a method whose monitors they cannot pair. A call right after {@code monitorexit} is still
 * inside the range that compilers protect with a handler that exits the same monitor: if the call threw, the monitor would
 * be exited twice, so C1 and C2 both refuse the method (measured: 10 to 160 ns per block). A call before {@code
 * monitorexit} makes C1 refuse. So the lock is duplicated, and the call stands behind {@code monitorexit} and outside of
 * those ranges, see {@link ProtectedRanges}. {@code CompilationIT} watches this.
 *
 * <p>The thread's state is kept in one new local variable, set to null at method entry so that every frame can name it;
 * frames are extended, not computed, because computing them loads classes.
 */
class MonitorHooks extends EveryInstruction {

    private final int state;
    private final SiteNumbers sites;
    private final ProtectedRanges ranges = new ProtectedRanges();
    private boolean exitPending;

    /**
     * Wraps a method.
     *
     * @param to receives the instrumented code
     * @param state index of a new local variable
     * @param sites numbers the places
     */
    MonitorHooks(MethodVisitor to, int state, SiteNumbers sites) {
        super(to);
        this.state = state;
        this.sites = sites;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        mv.visitInsn(Opcodes.ACONST_NULL);
        mv.visitVarInsn(Opcodes.ASTORE, state);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        ranges.add(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
        finishExit();
        mv.visitLabel(label);
        ranges.reached(label);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        super.visitVarInsn(opcode, index);
        ranges.variable(opcode, index);
    }

    @Override
    public void visitInsn(int opcode) {
        beforeInstruction();
        if (opcode == Opcodes.MONITORENTER) {
            enter(state, sites.taking());
            mv.visitInsn(opcode);
        } else if (opcode == Opcodes.MONITOREXIT) {
            exiting();
            mv.visitInsn(opcode);
            exitPending = true;
        } else {
            mv.visitInsn(opcode);
        }
        ranges.instruction(opcode);
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            resume();
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        super.visitIntInsn(opcode, operand);
        if (opcode != Opcodes.NEWARRAY) {
            ranges.quiet();
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        super.visitLdcInsn(value);
        if (value instanceof Number) {
            ranges.quiet();
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        if (Hook.isOf(owner)) {
            ranges.quiet();
        }
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        super.visitJumpInsn(opcode, label);
        if (opcode == Opcodes.GOTO) {
            resume();
        }
    }

    private void resume() {
        if (ranges.mayResume()) {
            Label label = new Label();
            mv.visitLabel(label);
            ranges.resume(label);
        }
    }

    @Override
    void beforeInstruction() {
        finishExit();
        ranges.next();
    }

    private void finishExit() {
        if (exitPending) {
            exitPending = false;
            Label before = new Label();
            Label after = new Label();
            mv.visitLabel(before);
            exited(state);
            mv.visitLabel(after);
            ranges.exited(before, after);
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        ranges.writeTo(mv);
        super.visitMaxs(maxStack, maxLocals);
    }

    /** Writes what comes before a monitor is entered; its object is on the stack and must stay there. */
    void enter(int local, int site) {
        mv.visitInsn(Opcodes.DUP);
        mv.visitVarInsn(Opcodes.ALOAD, local);
        Hook.number(mv, site);
        Hook.monitorEnter(mv);
        mv.visitVarInsn(Opcodes.ASTORE, local);
    }

    /** Writes what comes before a monitor is exited: what {@link #exited} needs is put under its object. */
    void exiting() {
        mv.visitInsn(Opcodes.DUP);
    }

    /** Writes what comes after that. */
    void exited(int local) {
        mv.visitVarInsn(Opcodes.ALOAD, local);
        mv.visitInsn(Opcodes.SWAP);
        Hook.monitorExit(mv);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        Object[] extended = Frames.with(local, numLocal, state, Hook.STATE);
        finishExit();
        mv.visitFrame(type, extended.length, extended, numStack, stack);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        sites.line(line);
        super.visitLineNumber(line, start);
    }
}
