package io.lockdep.agent.instrument;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Adds a local variable to a stack map frame. */
final class Frames {

    private Frames() {}

    /**
     * Extends a frame by variables behind all others.
     *
     * @param local types of the frame, expanded
     * @param count how many of them
     * @param index of the first new variable
     * @param types internal names of the new variables
     * @return the longer list; slots between are unusable
     */
    static Object[] with(@Nullable Object[] local, int count, int index, String... types) {
        Object[] extended = new Object[count + index + types.length];
        int slot = 0;
        int n = 0;
        for (; n < count; n++) {
            Object type = local[n];
            extended[n] = type == null ? Opcodes.TOP : type;
            slot += Opcodes.LONG.equals(type) || Opcodes.DOUBLE.equals(type) ? 2 : 1;
        }
        for (; slot < index; slot++) {
            extended[n++] = Opcodes.TOP;
        }
        for (String type : types) {
            extended[n++] = type;
        }
        return Arrays.copyOf(extended, n);
    }
}
