package io.lockdep.agent.instrument;

/**
 * How many slots the instructions without operands in the code take from the stack and put there.
 *
 * <p>Source: Java Virtual Machine Specification, chapter 6. The instructions that only move operands are not asked for.
 */
final class StackEffect {

    // Two digits per opcode, from nop: popped, pushed. Opcodes that have operands in the code are written 00.
    private static final String CONSTANTS = "00 01 01 01 01 01 01 01 01 02 02 01 01 01 02 02 ";
    private static final String NONE_16_TO_45 = "00 ".repeat(30);
    private static final String ARRAY_LOADS = "21 22 21 22 21 21 21 21 ";
    private static final String NONE_54_TO_78 = "00 ".repeat(25);
    private static final String ARRAY_STORES = "30 40 30 40 30 30 30 30 ";
    private static final String POPS = "10 20 ";
    private static final String MOVES = "00 ".repeat(7);
    private static final String ARITHMETIC = "21 42 21 42 ".repeat(5);
    private static final String NEGATIONS = "11 22 11 22 ";
    private static final String SHIFTS = "21 32 21 32 21 32 ";
    private static final String LOGIC = "21 42 21 42 21 42 ";
    private static final String INCREMENT = "00 ";
    private static final String CONVERSIONS = "12 11 12 21 21 22 11 12 12 21 22 21 11 11 11 ";
    private static final String COMPARISONS = "41 21 21 41 41 ";
    private static final String NONE_153_TO_171 = "00 ".repeat(19);
    private static final String RETURNS = "10 20 10 20 10 00 ";
    private static final String NONE_178_TO_189 = "00 ".repeat(12);
    private static final String OTHERS = "11 10 00 00 10 10 ";

    private static final String ALL = CONSTANTS
            + NONE_16_TO_45
            + ARRAY_LOADS
            + NONE_54_TO_78
            + ARRAY_STORES
            + POPS
            + MOVES
            + ARITHMETIC
            + NEGATIONS
            + SHIFTS
            + LOGIC
            + INCREMENT
            + CONVERSIONS
            + COMPARISONS
            + NONE_153_TO_171
            + RETURNS
            + NONE_178_TO_189
            + OTHERS;

    private StackEffect() {}

    /** {@return the effect of an instruction, to be taken apart by the other methods} */
    static int of(int opcode) {
        int at = 3 * opcode;
        return (ALL.charAt(at) - '0') * 10 + ALL.charAt(at + 1) - '0';
    }

    static int popped(int effect) {
        return effect / 10;
    }

    static int pushed(int effect) {
        return effect % 10;
    }
}
