package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the JDK that make two conditions of one lock: which is which is told by the field, since nothing else tells
 * them apart.
 */
final class ConditionFields implements JdkType {

    static final ConditionFields ARRAY_QUEUE = new ConditionFields("java/util/concurrent/ArrayBlockingQueue");
    static final ConditionFields LINKED_DEQUE = new ConditionFields("java/util/concurrent/LinkedBlockingDeque");

    private static final String CONDITION = "Ljava/util/concurrent/locks/Condition;";

    private final String type;

    private ConditionFields(String type) {
        this.type = type;
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
                super.visitLdcInsn(name);
                Hook.conditionMadeFor(mv);
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }
    }
}
