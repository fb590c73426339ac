package io.lockdep.differential;

import java.util.Arrays;

/** What an exception says: class and message of it, its causes, and what it suppresses. */
final class Thrown {

    private Thrown() {}

    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        append(text, thrown, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable thrown, int depth) {
        // Causes that make a ring exist.
        if (depth == 10) {
            return;
        }
        text.append(" | ").append(thrown.getClass().getName()).append(": ").append(thrown.getMessage());
        if (thrown.getCause() != null) {
            append(text, thrown.getCause(), depth + 1);
        }
        Arrays.stream(thrown.getSuppressed()).forEach(each -> append(text, each, depth + 1));
    }
}
