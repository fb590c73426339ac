package io.lockdep.agent.instrument;

import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a method of a JDK lock: a call before it may block, one when it returns, one when it throws.
 *
 * <p>Subclasses say which. The added handler's frame names {@code this} only; JDK code does not reuse that variable.
 */
abstract class LockMethods extends MethodVisitor {

    private final @Nullable Object[] locals;
    private final Label start = new Label();

    LockMethods(MethodVisitor to, String ownerInternalName) {
        this(to, ownerInternalName, List.of());
    }

    /**
     * Wraps a method.
     *
     * @param arguments frame types of those of its arguments that the handler may load; the method does not reuse them
     */
    LockMethods(MethodVisitor to, String ownerInternalName, List<Object> arguments) {
        super(Opcodes.ASM9, to);
        this.locals = new @Nullable Object[1 + arguments.size()];
        this.locals[0] = ownerInternalName;
        for (int i = 0; i < arguments.size(); i++) {
            this.locals[i + 1] = arguments.get(i);
        }
    }

    /** Writes what comes before the method's own code. */
    abstract void before();

    /** Writes what comes before a return; a result is on the stack and must stay there. */
    void after() {}

    /**
     * Writes what comes before a return, where that depends on the result.
     *
     * @param returning the opcode
     */
    void after(int returning) {
        after();
    }

    /** Writes what is done when the method throws; the exception is on the stack and must stay there. */
    abstract void failed();

    @Override
    public void visitCode() {
        super.visitCode();
        before();
        super.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            after(opcode);
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitTryCatchBlock(start, end, end, null);
        super.visitLabel(end);
        super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
        failed();
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }
}
