package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the JDK whose conditions say nothing by themselves, since the methods that use them say it: whether a thread
 * has to wait at a queue is luck, and who comes last to a barrier signals, so that everybody would seem to need what that
 * one happens to hold.
 */
final class ConditionFields implements JdkType {

    private static final String CONDITION = "Ljava/util/concurrent/locks/Condition;";

    private final String type;

    private ConditionFields(String type) {
        this.type = type;
    }

    /** Makes the conditions of a class say nothing. */
    static ConditionFields silent(String type) {
        return new ConditionFields(type);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return name.equals("<init>") ? new Naming(to) : null;
    }

    private static final class Naming extends MethodVisitor {

        Naming(MethodVisitor to) {
            super(Opcodes.ASM9, to);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.PUTFIELD && descriptor.equals(CONDITION)) {
                super.visitInsn(Opcodes.DUP);
                super.visitLdcInsn("");
                Hook.conditionMadeFor(mv);
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }
    }
}
