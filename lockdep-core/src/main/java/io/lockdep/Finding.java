package io.lockdep;

import io.lockdep.report.HeldEntry;
import io.lockdep.report.KernelText;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distinct thing that was found.
 *
 * @param kind identifier of the kind, such as {@code circular}; its page is {@code docs/findings/<kind>.md}
 * @param grade {@code low}, {@code medium}, {@code high} or {@code actual}
 * @param message the finding in one line
 * @param fingerprint 16 hexadecimal digits, the same in every run that finds the same thing
 * @param cycle names of the lock classes in ring order, #0 (being acquired) first; empty for kinds without a ring
 * @param held names of the lock classes that the reported thread held, outermost first
 * @param test the test that ran, or null if that is not known
 * @param text the whole report: many lines, the first one blank, each ended by {@code \n}
 */
public record Finding(
        String kind,
        String grade,
        String message,
        String fingerprint,
        List<String> cycle,
        List<String> held,
        @Nullable String test,
        String text)
        implements Serializable {

    /** Copies the lists, so that the value cannot change. */
    public Finding {
        cycle = List.copyOf(cycle);
        held = List.copyOf(held);
    }

    /**
     * Makes the public form of a report.
     *
     * @param report an internal type: not for programs
     * @return the finding
     */
    public static Finding of(Report report) {
        List<String> cycle = new ArrayList<>(report.cycle().size());
        for (Party party : report.cycle()) {
            cycle.add(party.wants());
        }
        List<String> held = new ArrayList<>(report.held().size());
        for (HeldEntry entry : report.held()) {
            held.add(entry.lockClass());
        }
        return new Finding(
                report.kind().id(),
                report.grade().id(),
                report.message(),
                report.fingerprint(),
                cycle,
                held,
                report.test(),
                KernelText.format(report));
    }
}
