package io.lockdep.report;

import java.util.Locale;

/** How much the evidence behind a finding says, weakest first. */
public enum Grade {
    /** Something seen on every occurrence (a gate lock, a timeout) makes a hang unlikely; kept out of the console. */
    LOW,
    /** The ring closes on lock classes, or on instances but by one thread only so far. */
    MEDIUM,
    /** The ring closes on the same instances, by threads that were alive together, under no common lock. */
    HIGH,
    /** This acquisition blocks for ever. */
    ACTUAL;

    /** {@return the name used in reports, in lower case} */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
