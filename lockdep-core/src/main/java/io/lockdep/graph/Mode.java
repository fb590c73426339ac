package io.lockdep.graph;

/** How a lock is taken. */
public enum Mode {
    /** Excludes everybody (kernel: write). */
    EXCLUSIVE("W"),
    /** Shared, but blocks behind a waiting writer: every read lock of the JDK (kernel: non-recursive read). */
    SHARED("R"),
    /** Shared, and never blocks behind a waiting writer: lock maps only (kernel: recursive read). */
    RECURSIVE_SHARED("RR");

    private final String symbol;

    Mode(String symbol) {
        this.symbol = symbol;
    }

    /** {@return {@code W}, {@code R} or {@code RR}} */
    public String symbol() {
        return symbol;
    }
}
