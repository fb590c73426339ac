package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.Opcodes;

/**
 * How long instructions are, to go from one to the next without parsing them.
 *
 * <p>Source: Java Virtual Machine Specification, chapter 6.
 */
final class CodeLengths {

    private static final int WIDE = 0xc4;

    private static final String DIGITS =
            // nop, constants, bipush, sipush, ldc
            "1111111111111111" + "23233"
                    // xload n, xload_n, xaload
                    + "22222" + "11111111111111111111" + "11111111"
                    // xstore n, xstore_n, xastore
                    + "22222" + "11111111111111111111" + "11111111"
                    // stack, arithmetic
                    + "111111111" + "111111111111111111111111111111111111" + "3"
                    // conversions, comparisons
                    + "111111111111111" + "11111"
                    // if, goto, jsr, ret, switches, return
                    + "33333333333333" + "33" + "2" + "00" + "111111"
                    // fields, calls, new, newarray, anewarray, arraylength, athrow
                    + "3333" + "33355" + "3" + "2" + "3" + "11"
                    // checkcast, instanceof, monitors, wide, multianewarray, ifnull, ifnonnull, goto_w, jsr_w
                    + "33" + "11" + "0" + "4" + "33" + "55";

    private CodeLengths() {}

    /**
     * Lengths by opcode, in bytes; 0 for those that have none of their own.
     *
     * @param lookedAt opcodes whose length is negative, so that a loop stops there
     */
    static byte[] stoppingAt(int... lookedAt) {
        byte[] lengths = new byte[256];
        for (int opcode = 0; opcode < lengths.length; opcode++) {
            lengths[opcode] = (byte) (opcode < DIGITS.length() ? DIGITS.charAt(opcode) - '0' : 1);
        }
        return alsoAt(lengths, lookedAt);
    }

    /** {@return the same lengths, with more that are negative} */
    static byte[] alsoAt(byte[] lengths, int... lookedAt) {
        byte[] more = lengths.clone();
        for (int opcode : lookedAt) {
            more[opcode] = (byte) -more[opcode];
        }
        return more;
    }

    /**
     * The length of an instruction that has none of its own.
     *
     * @param bytes the class file
     * @param at where it stands
     * @param from where the method's code begins
     */
    static int variable(byte[] bytes, int at, int from) {
        int opcode = bytes[at] & 0xff;
        if (opcode == WIDE) {
            return (bytes[at + 1] & 0xff) == Opcodes.IINC ? 6 : 4;
        }
        int table = at + 4 - ((at - from) & 3);
        int end = opcode == Opcodes.TABLESWITCH
                ? table + 16 + 4 * (s4(bytes, table + 8) - s4(bytes, table + 4))
                : table + 8 + 8 * s4(bytes, table + 4);
        return end - at;
    }

    private static int s4(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }
}
