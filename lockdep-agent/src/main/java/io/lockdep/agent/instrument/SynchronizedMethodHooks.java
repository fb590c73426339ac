package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reports {@code synchronized} methods.
 *
 * <p>The JVM takes their monitor before the first instruction, so the acquisition is learnt a moment after it, not
 * before: the order of locks is the same, but a thread that hangs there has not been heard of. The release is reported a
 * moment early. Making them blocks instead would change the method's modifiers, which a program can see.
 */
final class SynchronizedMethodHooks extends EveryInstruction {

    /** How many local variables it needs, below those of {@link MonitorHooks}. */
    static final int VARIABLES = 2;

    private final int state;
    private final int lock;
    private final @Nullable Type classObject;
    private final boolean mayBeOfLock;
    private final SiteNumbers sites;
    private final Label start = new Label();
    private final List<Label> atFirst = new ArrayList<>(1);
    private boolean begun;

    /**
     * Wraps a method.
     *
     * @param to receives the instrumented code
     * @param local index of two new local variables
     * @param classObject the class whose object is locked, null if the method locks {@code this}
     * @param mayBeOfLock whether it may be a method of a lock, made of its own monitor
     * @param sites numbers the places
     */
    SynchronizedMethodHooks(
            MethodVisitor to, int local, @Nullable Type classObject, boolean mayBeOfLock, SiteNumbers sites) {
        super(to);
        this.state = local;
        this.lock = local + 1;
        this.classObject = classObject;
        this.mayBeOfLock = mayBeOfLock;
        this.sites = sites;
    }

    @Override
    public void visitLabel(Label label) {
        if (begun) {
            mv.visitLabel(label);
        } else {
            atFirst.add(label); // behind the hook, or a loop to it would take the lock again
        }
    }

    // The method's first line is the hook's too, so that reports can tell the place.
    @Override
    public void visitLineNumber(int line, Label at) {
        if (!begun) {
            Label hook = new Label();
            mv.visitLabel(hook);
            mv.visitLineNumber(line, hook);
            sites.line(line);
            begin();
        }
        mv.visitLineNumber(line, at);
    }

    @Override
    void beforeInstruction() {
        if (!begun) {
            begin();
        }
    }

    private void begin() {
        begun = true;
        if (classObject == null) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
        } else {
            mv.visitLdcInsn(classObject);
        }
        mv.visitInsn(Opcodes.DUP);
        mv.visitVarInsn(Opcodes.ASTORE, lock);
        if (mayBeOfLock) {
            Hook.number(mv, sites.taking());
            Hook.monitorEnterOfLock(mv);
        } else {
            mv.visitInsn(Opcodes.ACONST_NULL);
            Hook.number(mv, sites.taking());
            Hook.monitorEnter(mv);
        }
        mv.visitVarInsn(Opcodes.ASTORE, state);
        mv.visitLabel(start);
        for (Label label : atFirst) {
            mv.visitLabel(label);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        beforeInstruction();
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            exit();
        }
        mv.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitTryCatchBlock(start, end, end, null);
        mv.visitLabel(end);
        Object[] locals = Frames.with(new Object[0], 0, state, Hook.STATE, "java/lang/Object");
        super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
        exit();
        mv.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }

    private void exit() {
        mv.visitVarInsn(Opcodes.ALOAD, state);
        mv.visitVarInsn(Opcodes.ALOAD, lock);
        Hook.monitorExit(mv);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        beforeInstruction();
        Object[] extended = Frames.with(local, numLocal, state, Hook.STATE, "java/lang/Object");
        super.visitFrame(type, extended.length, extended, numStack, stack);
    }
}
