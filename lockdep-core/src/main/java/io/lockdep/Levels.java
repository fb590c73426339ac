package io.lockdep;

/** Nesting levels inside a lock class. */
final class Levels {

    /** Highest level (kernel: {@code MAX_LOCKDEP_SUBCLASSES} - 1). */
    static final int MAX = 7;

    private Levels() {}

    static int check(int level) {
        if (level < 0 || level > MAX) {
            throw new IllegalArgumentException("level " + level + ": nesting levels are 0 to " + MAX);
        }
        return level;
    }
}
