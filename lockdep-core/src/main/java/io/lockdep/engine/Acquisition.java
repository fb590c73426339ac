package io.lockdep.engine;

import io.lockdep.graph.Mode;

/** How a lock is taken, packed into an int so that hooks pass one constant. */
public final class Acquisition {

    /** Taken exclusively, blocking, by a lock that its holder may take again. */
    public static final int EXCLUSIVE = 0;
    /** Shared, blocks behind a waiting writer. */
    public static final int SHARED = 1;
    /** Shared, never blocks behind a waiting writer. */
    public static final int RECURSIVE_SHARED = 2;
    /** Taken without waiting: nothing depends on it, but later locks depend on the holder. */
    public static final int TRIED = 4;
    /** Waits, but gives up after a while. */
    public static final int TIMED = 8;
    /** A second acquisition by the holder blocks for ever, unless both are recursive reads. */
    public static final int ONCE = 16;
    /** The monitor of the object, of which the JVM can be asked whether it is really held. */
    static final int MONITOR = 32;
    /** Said in advance; the acquisition itself follows and is the same one. */
    static final int ANNOUNCED = 64;
    /** Nested under a lock that serialises such nestings (kernel: {@code nest_lock}). */
    static final int UNDER = 128;

    private static final int MODE = 3;
    private static final Mode[] MODES = {Mode.EXCLUSIVE, Mode.SHARED, Mode.RECURSIVE_SHARED};

    private Acquisition() {}

    static Mode mode(int flags) {
        return MODES[flags & MODE];
    }

    static boolean isShared(int flags) {
        return (flags & MODE) != EXCLUSIVE;
    }

    static boolean isTried(int flags) {
        return (flags & TRIED) != 0;
    }

    static boolean isTimed(int flags) {
        return (flags & TIMED) != 0;
    }

    static boolean isAnnounced(int flags) {
        return (flags & ANNOUNCED) != 0;
    }

    static boolean isUnder(int flags) {
        return (flags & UNDER) != 0;
    }

    static int withMode(int flags, int mode) {
        return (flags & ~MODE) | mode;
    }

    static int modeBits(int flags) {
        return flags & MODE;
    }
}
