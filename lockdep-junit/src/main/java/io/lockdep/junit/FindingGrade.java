package io.lockdep.junit;

import io.lockdep.Finding;
import java.util.Locale;

/** How strong the evidence of a finding has to be, weakest first. What each says is in the README. */
public enum FindingGrade {
    /** Something makes a hang unlikely. */
    LOW,
    /** The ring closes on lock classes, or by one thread only so far. */
    MEDIUM,
    /** The ring closes on the same locks, by threads that were alive together. */
    HIGH,
    /** It hangs. */
    ACTUAL;

    boolean isReachedBy(Finding finding) {
        return valueOf(finding.grade().toUpperCase(Locale.ROOT)).compareTo(this) >= 0;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
