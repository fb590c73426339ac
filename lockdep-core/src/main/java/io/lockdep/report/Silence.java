package io.lockdep.report;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which findings are not said, and why. They are counted all the same.
 *
 * <p>Asked inside lock hooks: takes no lock.
 */
public final class Silence {

    /** Everything is said. */
    public static final Silence NONE =
            new Silence(EnumSet.allOf(ReportKind.class), Suppressions.NONE, Set.<String>of());

    private final Set<ReportKind> kinds;
    private final Suppressions suppressions;
    private final Set<String> baseline;

    /**
     * A choice of findings.
     *
     * @param kinds the kinds that are said
     * @param suppressions rules for what is accepted
     * @param baseline fingerprints that an earlier run has said
     */
    public Silence(Set<ReportKind> kinds, Suppressions suppressions, Set<String> baseline) {
        this.kinds = EnumSet.copyOf(kinds);
        this.suppressions = suppressions;
        this.baseline = Set.copyOf(baseline);
    }

    /** {@return a choice by rules only} */
    public static Silence of(Suppressions suppressions) {
        return new Silence(EnumSet.allOf(ReportKind.class), suppressions, Set.of());
    }

    /** {@return why a finding is not said, null if it is} */
    public @Nullable Reason of(Report report) {
        if (!kinds.contains(report.kind())) {
            return Reason.KIND;
        }
        if (suppressions.matches(report)) {
            return Reason.SUPPRESSED;
        }
        return baseline.contains(report.fingerprint()) ? Reason.BASELINE : null;
    }

    /** Why a finding is not said. */
    public enum Reason {
        /** Findings of its kind are not asked for. */
        KIND("of other kinds (kinds)"),
        /** A rule accepts it. */
        SUPPRESSED("suppressed"),
        /** It has been said by an earlier run. */
        BASELINE("known (baseline)");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** {@return how a summary calls such findings, after their number} */
        public String words() {
            return words;
        }
    }
}
