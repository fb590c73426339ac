package io.lockdep.agent.instrument;

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
final class SynchronizedMethodHooks extends MethodVisitor {

    /** How many local variables it needs, below those of {@link MonitorHooks}. */
    static final int VARIABLES = 2;

    private final int state;
    private final int lock;
    private final @Nullable Type classObject;
    private final boolean mayBeOfLock;
    private final SiteNumbers sites;
    private final Label start = new Label();

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
        super(Opcodes.ASM9, to);
        this.state = local;
        this.lock = local + 1;
        this.classObject = classObject;
        this.mayBeOfLock = mayBeOfLock;
        this.sites = sites;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (classObject == null) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
        } else {
            super.visitLdcInsn(classObject);
        }
        super.visitInsn(Opcodes.DUP);
        super.visitVarInsn(Opcodes.ASTORE, lock);
        if (mayBeOfLock) {
            Hook.number(mv, sites.taking());
            Hook.monitorEnterOfLock(mv);
        } else {
            super.visitInsn(Opcodes.ACONST_NULL);
            Hook.number(mv, sites.taking());
            Hook.monitorEnter(mv);
        }
        super.visitVarInsn(Opcodes.ASTORE, state);
        super.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            exit();
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitTryCatchBlock(start, end, end, null);
        super.visitLabel(end);
        Object[] locals = Frames.with(new Object[0], 0, state, Hook.STATE, "java/lang/Object");
        super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
        exit();
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }

    private void exit() {
        super.visitVarInsn(Opcodes.ALOAD, state);
        super.visitVarInsn(Opcodes.ALOAD, lock);
        Hook.monitorExit(mv);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        Object[] extended = Frames.with(local, numLocal, state, Hook.STATE, "java/lang/Object");
        super.visitFrame(type, extended.length, extended, numStack, stack);
    }
}
