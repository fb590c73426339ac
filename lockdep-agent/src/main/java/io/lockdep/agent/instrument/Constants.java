package io.lockdep.agent.instrument;

import io.lockdep.engine.ClassCode;
import java.nio.charset.StandardCharsets;

/**
 * The constant pool of a class file: where each constant is, and what those tell that are names.
 *
 * <h2>For maintainers</h2>
 *
 * Loading a small class takes the JVM a tenth of a millisecond, and this runs for each of them, at first interpreted; then
 * it is compiled, which costs as much as all the rest. So the loop over the constants, of which a small class has a
 * hundred, calls next to nothing.
 *
 * <p>Source: Java Virtual Machine Specification, section 4.4.
 */
final class Constants {

    private static final int FIRST = 10;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int ENTRY_SHIFT = 4;
    private static final int SIZE = (1 << ENTRY_SHIFT) - 1;

    /** By tag: how many bytes a constant takes, and, shifted, how many entries. */
    private static final byte[] STEPS = new byte[32];

    static {
        for (int tag = 0; tag < STEPS.length; tag++) {
            STEPS[tag] = (byte)
                    switch (tag) {
                        case 7, 8, 16, 19, 20 -> 1 << ENTRY_SHIFT | 3;
                        case 15 -> 1 << ENTRY_SHIFT | 4;
                        case 5, 6 -> 2 << ENTRY_SHIFT | 9;
                        default -> 1 << ENTRY_SHIFT | 5;
                    };
        }
    }

    /** The class file. */
    final byte[] bytes;

    private final int[] at;
    private final byte[] meanings;
    private final int all;
    private final int end;

    /** The constants of a class file. */
    Constants(byte[] classFile) {
        byte[] b = classFile;
        int count = ((b[8] & 0xff) << 8) | (b[9] & 0xff);
        int[] places = new int[count];
        byte[] told = new byte[count];
        short[] first = TellingNames.FIRST;
        int union = 0;
        int p = FIRST;
        for (int i = 1; i < count; i++) {
            places[i] = p;
            int tag = b[p];
            if (tag == UTF8) {
                int size = ((b[p + 1] & 0xff) << 8) | (b[p + 2] & 0xff);
                p += 3;
                if (size != 0 && first[TellingNames.slot(size, b[p], b[p + size - 1])] != 0) {
                    byte meaning = TellingNames.meaning(b, p, size);
                    told[i] = meaning;
                    union |= meaning;
                }
                p += size;
            } else {
                int step = STEPS[tag];
                p += step & SIZE;
                i += (step >> ENTRY_SHIFT) - 1;
            }
        }
        bytes = b;
        at = places;
        meanings = told;
        all = union;
        end = p;
    }

    /** {@return how many there are; the first has number 1} */
    int count() {
        return at.length;
    }

    /** {@return where the constant pool ends in the class file} */
    int end() {
        return end;
    }

    /** {@return where the class file says how many methods there are} */
    int methods() {
        int p = end + 6;
        p += 2 + 2 * u2(p);
        int fields = u2(p);
        p += 2;
        for (int i = 0; i < fields; i++) {
            int attributes = u2(p + 6);
            p += 8;
            for (int k = 0; k < attributes; k++) {
                p += 6 + u4(p + 2);
            }
        }
        return p;
    }

    /** {@return what the texts together tell, bits of {@link TellingNames}} */
    int tell() {
        return all;
    }

    /** {@return what a text tells} */
    int meaning(int text) {
        return meanings[text];
    }

    /** {@return whether a constant is a class; otherwise, if it is neither text nor number, it is the member of one} */
    boolean isClass(int constant) {
        return bytes[at[constant]] == CLASS;
    }

    /** {@return the text that is the name of a class} */
    int nameOfClass(int type) {
        return u2(at[type] + 1);
    }

    /** {@return the class that a field or method belongs to} */
    int ownerOf(int member) {
        return u2(at[member] + 1);
    }

    /** {@return the text that is the name of a field or method} */
    int nameOf(int member) {
        return u2(at[u2(at[member] + 3)] + 1);
    }

    /** {@return the text that is the descriptor of a field or method} */
    int descriptorOf(int member) {
        return u2(at[u2(at[member] + 3)] + 3);
    }

    /** {@return the pair of name and descriptor of a field or method} */
    int nameAndTypeOf(int member) {
        return u2(at[member] + 3);
    }

    /** {@return a text} */
    String text(int text) {
        return new String(bytes, at[text] + 3, lengthOf(text), StandardCharsets.UTF_8);
    }

    /** {@return whether a constant is a text; the second entry of a wide one is none} */
    boolean isText(int constant) {
        return at[constant] != 0 && bytes[at[constant]] == UTF8;
    }

    /** {@return the length of a text in bytes} */
    int lengthOf(int text) {
        return u2(at[text] + 1);
    }

    /** {@return whether a text is this one, of ASCII characters} */
    boolean is(int text, String other) {
        return lengthOf(text) == other.length() && contains(text, 0, other);
    }

    /** {@return whether a text begins like this} */
    boolean startsWith(int text, String prefix) {
        return lengthOf(text) >= prefix.length() && contains(text, 0, prefix);
    }

    /** {@return whether a text ends like this} */
    boolean endsWith(int text, String suffix) {
        int from = lengthOf(text) - suffix.length();
        return from >= 0 && contains(text, from, suffix);
    }

    /** {@return the hash of a class name, see {@link ClassCode}} */
    long hash(int text) {
        int from = at[text] + 3;
        return ClassCode.hash(bytes, from, from + lengthOf(text));
    }

    /** {@return the hash of two texts, one behind the other, which is that of a string if they are ASCII; never 0} */
    int key(int name, int descriptor) {
        int hash = hash(hash(0, name), descriptor);
        return hash == 0 ? 1 : hash;
    }

    private int hash(int seed, int text) {
        byte[] b = bytes;
        int from = at[text] + 3;
        int to = from + lengthOf(text);
        int hash = seed;
        for (int p = from; p < to; p++) {
            hash = 31 * hash + b[p];
        }
        return hash;
    }

    private boolean contains(int text, int from, String part) {
        byte[] b = bytes;
        int p = at[text] + 3 + from;
        for (int i = part.length() - 1; i >= 0; i--) {
            if (b[p + i] != part.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return the unsigned number at an offset} */
    int u2(int p) {
        return ((bytes[p] & 0xff) << 8) | (bytes[p + 1] & 0xff);
    }

    /** {@return the number at an offset} */
    int u4(int p) {
        return u2(p) << 16 | u2(p + 2);
    }
}
