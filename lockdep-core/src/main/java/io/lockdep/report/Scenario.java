package io.lockdep.report;

/** The kernel's picture of a hang: what happens in one column, or in two, of which the second begins at 31. */
final class Scenario {

    private static final int RIGHT = 31;

    private Scenario() {}

    static void head(Lines lines, String thread) {
        lines.line("       " + thread);
        lines.line("       " + "-".repeat(thread.length()));
    }

    static void heads(Lines lines, String left, String right) {
        columns(lines, left, right);
        columns(lines, "-".repeat(left.length()), "-".repeat(right.length()));
    }

    static void left(Lines lines, String row) {
        lines.line("  " + row);
    }

    static void right(Lines lines, String row) {
        lines.line(" ".repeat(RIGHT) + row);
    }

    static void deadlock(Lines lines) {
        lines.line("");
        lines.line(" *** DEADLOCK ***");
        lines.line("");
    }

    private static void columns(Lines lines, String left, String right) {
        lines.line("       " + left + " ".repeat(Math.max(1, RIGHT - 7 - left.length())) + right);
    }
}
