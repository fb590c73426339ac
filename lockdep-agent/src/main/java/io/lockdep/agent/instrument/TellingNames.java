package io.lockdep.agent.instrument;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * The texts in a constant pool that tell something about a class, and what.
 *
 * <p>Every class of the program is asked for all of them, so one more must cost nothing: a table tells from the length, the
 * first and the last byte of a constant that it is none of them, which nearly all are. Each kind of hook lists its own; a
 * test compares what is found with a full parse.
 */
final class TellingNames {

    /** The name of the attribute that a method's code is in. */
    static final byte CODE = 1;

    /** A type whose constructor makes a lock, or something with locks inside. */
    static final byte MADE = 2;

    /** The name of a method that is watched where it is called or where it stands, if it is the one that is meant. */
    static final byte METHOD = 4;

    /** The type of a field that keeps a lock. */
    static final byte FIELD = 8;

    /** The type whose constructors take work. */
    static final byte TASK = 16;

    /** The name of the method that initialises a class. */
    static final byte INITIALISER = 32;

    private static final int SLOTS = 1 << 12;

    /** For each {@link #slot}, the number of the first text that belongs there; 0 if none does. */
    static final short[] FIRST = new short[SLOTS];

    private static short[] next = new short[16];
    private static byte[][] texts = new byte[16][];
    private static byte[] meanings = new byte[16];
    private static int count;

    static {
        add(CODE, "Code");
        add(INITIALISER, "<clinit>");
        addAll(MADE, MadeTypes.names());
        addAll(FIELD, LockTypeNames.fields());
        addAll(METHOD, LockTypeNames.methods());
        addAll(METHOD, MadeTypes.methods());
        addAll(METHOD, WaitHooks.methods());
        addAll(METHOD, TaskCalls.methods());
        addAll(METHOD, PoolCalls.methods());
        add(TASK, TaskCalls.type());
    }

    private TellingNames() {}

    private static void addAll(byte meaning, Collection<String> names) {
        for (String each : names) {
            add(meaning, each);
        }
    }

    private static void add(byte meaning, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int known = number(bytes, 0, bytes.length);
        if (known != 0) {
            meanings[known] |= meaning;
            return;
        }
        int n = ++count;
        if (n == texts.length) {
            next = Arrays.copyOf(next, 2 * n);
            texts = Arrays.copyOf(texts, 2 * n);
            meanings = Arrays.copyOf(meanings, 2 * n);
        }
        int slot = slot(bytes.length, bytes[0], bytes[bytes.length - 1]);
        texts[n] = bytes;
        meanings[n] = meaning;
        next[n] = FIRST[slot];
        FIRST[slot] = (short) n;
    }

    /** {@return where the table tells whether a constant may be one of the texts} */
    static int slot(int length, int first, int last) {
        return ((length << 6) ^ (first << 4) ^ last) & (SLOTS - 1);
    }

    /**
     * What a constant tells.
     *
     * @param bytes the class file
     * @param from where the constant's text begins
     * @param length its length in bytes, not 0
     * @return bits of the above, 0 for nothing
     */
    static byte meaning(byte[] bytes, int from, int length) {
        return meanings[number(bytes, from, length)];
    }

    private static int number(byte[] bytes, int from, int length) {
        int n = FIRST[slot(length, bytes[from], bytes[from + length - 1])];
        while (n != 0 && !Arrays.equals(texts[n], 0, texts[n].length, bytes, from, from + length)) {
            n = next[n];
        }
        return n;
    }
}
