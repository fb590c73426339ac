package io.lockdep.agent.instrument;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The roles of a method's variables and operands at one instruction, one per slot; null where nothing is known. */
final class RoleState {

    /** In place of a role: what a method of the same class has returned. */
    static final String RESULT = "()";

    /** In place of a role: a lock that this method has made. */
    static final String MADE = "new";

    private @Nullable String[] locals = new String[8];
    private @Nullable String[] stack = new String[8];
    private int depth;

    RoleState copy() {
        RoleState copy = new RoleState();
        copy.locals = locals.clone();
        copy.stack = stack.clone();
        copy.depth = depth;
        return copy;
    }

    /** {@return what is known whichever of two ways was taken} */
    RoleState meet(RoleState other) {
        RoleState both = copy();
        meet(both.locals, other.locals);
        if (depth == other.depth) {
            meet(both.stack, other.stack);
        } else {
            Arrays.fill(both.stack, null);
        }
        return both;
    }

    private static void meet(@Nullable String[] into, @Nullable String[] other) {
        for (int i = 0; i < into.length; i++) {
            String role = into[i];
            if (role != null && (i >= other.length || !role.equals(other[i]))) {
                into[i] = null;
            }
        }
    }

    /** Makes the stack as deep as it is known to be. */
    void fit(int slots) {
        if (depth != slots) {
            depth = 0;
            pushUnknown(slots);
        }
    }

    /** {@return the role of an operand so many slots below the top} */
    @Nullable
    String top(int below) {
        String role = raw(below);
        return RESULT.equals(role) || MADE.equals(role) ? null : role;
    }

    @Nullable
    String raw(int below) {
        return below < depth ? stack[depth - 1 - below] : null;
    }

    void push(@Nullable String role) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = role;
    }

    void pushUnknown(int slots) {
        for (int i = 0; i < slots; i++) {
            push(null);
        }
    }

    // Code that follows an unconditional jump and is never reached may have an empty stack here.
    void pop(int slots) {
        depth = Math.max(0, depth - slots);
    }

    @Nullable
    String local(int index) {
        return index < locals.length ? locals[index] : null;
    }

    void store(int index, @Nullable String role, int slots) {
        pop(slots);
        if (index >= locals.length) {
            locals = Arrays.copyOf(locals, Math.max(index + 1, 2 * locals.length));
        }
        locals[index] = role;
        if (slots == 2 && index + 1 < locals.length) {
            locals[index + 1] = null;
        }
    }

    /** Follows an instruction without operands in the code. */
    void run(int opcode) {
        switch (opcode) {
            case Opcodes.DUP -> push(raw(0));
            case Opcodes.DUP_X1 -> duplicate(1, 1);
            case Opcodes.DUP_X2 -> duplicate(1, 2);
            case Opcodes.DUP2 -> duplicate(2, 0);
            case Opcodes.DUP2_X1 -> duplicate(2, 1);
            case Opcodes.DUP2_X2 -> duplicate(2, 2);
            case Opcodes.SWAP -> {
                String upper = raw(0);
                String lower = raw(1);
                pop(2);
                push(upper);
                push(lower);
            }
            case Opcodes.AALOAD -> {
                String array = raw(1);
                pop(2);
                push(array);
            }
            default -> {
                int effect = StackEffect.of(opcode);
                pop(StackEffect.popped(effect));
                pushUnknown(StackEffect.pushed(effect));
            }
        }
    }

    // Puts a copy of the upper slots below the ones under them.
    private void duplicate(int upper, int under) {
        int slots = upper + under;
        @Nullable String[] top = new String[slots];
        for (int i = 0; i < slots; i++) {
            top[i] = raw(slots - 1 - i);
        }
        pop(slots);
        for (int i = under; i < slots; i++) {
            push(top[i]);
        }
        for (int i = 0; i < slots; i++) {
            push(top[i]);
        }
    }
}
