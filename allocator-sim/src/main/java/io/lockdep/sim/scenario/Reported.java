package io.lockdep.sim.scenario;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import java.util.List;

/**
 * A report of the lock validator, as far as expectations are about it.
 *
 * @param kind of the report
 * @param cycle classes, #0 to #N; empty for kinds without a ring
 * @param held classes that the reporting thread held, outermost first
 * @param isLow whether it cannot hang, as things were seen: no alarm
 */
public record Reported(String kind, List<String> cycle, List<String> held, boolean isLow) {

    /** Grade of what cannot hang. */
    private static final String LOW = "low";

    /**
     * A report that is an alarm.
     *
     * @param kind of the report
     * @param cycle classes, #0 to #N
     * @param held classes that the reporting thread held
     */
    public Reported(String kind, List<String> cycle, List<String> held) {
        this(kind, cycle, held, false);
    }

    /** Takes copies. */
    public Reported {
        cycle = List.copyOf(cycle);
        held = List.copyOf(held);
    }

    /**
     * What was found since the start or the last reset.
     *
     * @return every report, of any grade
     */
    public static List<Reported> all() {
        return Lockdep.findings().stream().map(Reported::of).toList();
    }

    /**
     * The report of a finding.
     *
     * @param finding what was found
     * @return its kind and cycle
     */
    static Reported of(Finding finding) {
        return new Reported(finding.kind(), finding.cycle(), finding.held(), LOW.equals(finding.grade()));
    }

    @Override
    public String toString() {
        String what = cycle.isEmpty() ? kind : kind + " " + String.join(" -> ", cycle);
        return isLow ? LOW + " " + what : what;
    }
}
