package io.lockdep.differential;

import java.util.regex.Pattern;

/** Text of two runs that can be compared. */
final class Text {

    /** Hash codes of objects, and the names of hidden classes, which have one: never the same twice. */
    private static final Pattern IDENTITY = Pattern.compile("(?<=@)[0-9a-f]{5,8}\\b|(?<=Lambda)[$/0-9a-fx]+");

    private Text() {}

    /** Returns {@code text} as one line, without what no two runs have in common. */
    static String line(String text) {
        String same = IDENTITY.matcher(text).replaceAll("...");
        return same.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
