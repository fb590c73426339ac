package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the JDK that make two conditions of one lock: which is which is told by the field, since nothing else tells
 * them apart. And those whose condition says nothing by itself: who comes last to a barrier signals, so that everybody
 * would seem to need what that one happens to hold.
 */
final class ConditionFields implements JdkType {

    static final ConditionFields ARRAY_QUEUE = new ConditionFields("java/util/concurrent/ArrayBlockingQueue", true);
    static final ConditionFields LINKED_DEQUE = new ConditionFields("java/util/concurrent/LinkedBlockingDeque", true);
    static final ConditionFields BARRIER = new ConditionFields("java/util/concurrent/CyclicBarrier", false);

    private static final String CONDITION = "Ljava/util/concurrent/locks/Condition;";

    private final String type;
    private final boolean counts;

    private ConditionFields(String type, boolean counts) {
        this.type = type;
        this.counts = counts;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return name.equals("<init>") ? new Naming(to, counts) : null;
    }

    private static final class Naming extends MethodVisitor {

        private final boolean counts;

        Naming(MethodVisitor to, boolean counts) {
            super(Opcodes.ASM9, to);
            this.counts = counts;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.PUTFIELD && descriptor.equals(CONDITION)) {
                super.visitInsn(Opcodes.DUP);
                super.visitLdcInsn(counts ? name : "");
                Hook.conditionMadeFor(mv);
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }
    }
}
