package io.lockdep.report;

/**
 * Makes foreign text (names of threads, locks and tests) safe to print: one line, no control characters, bounded.
 *
 * <p>A program may name a thread with terminal escapes or a megabyte of text; neither may reach a console or a file.
 */
public final class Escape {

    /** Longest name that is printed, in characters; longer ones end in three dots and a hash of the whole. */
    public static final int MAX_CHARS = 256;

    private Escape() {}

    /**
     * Escapes a name.
     *
     * @param name any text
     * @return the same text, control and format characters as {@code \\uXXXX}, cut after {@link #MAX_CHARS};
     *     what is cut off is told apart by a hash
     */
    public static String name(String name) {
        return text(name, MAX_CHARS);
    }

    /**
     * Escapes any foreign text that may be longer than a name.
     *
     * @param text any text
     * @param maxChars how many of its characters are kept
     * @return the same text, otherwise as of {@link #name}
     */
    public static String text(String text, int maxChars) {
        int length = Math.min(text.length(), maxChars);
        StringBuilder out = new StringBuilder(length + 16);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isUnsafe(c)) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit((c >> shift) & 0xf, 16));
                }
            } else {
                out.append(c);
            }
        }
        return text.length() > maxChars
                ? out.append("...").append(Integer.toHexString(text.hashCode())).toString()
                : out.toString();
    }

    // Format characters include the bidirectional overrides that can make one line read as another.
    private static boolean isUnsafe(char c) {
        return Character.isISOControl(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
