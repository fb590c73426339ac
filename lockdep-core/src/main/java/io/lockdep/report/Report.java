package io.lockdep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distinct finding, complete in itself: no reference into the engine or into the program under test.
 *
 * <p>{@code cycle} follows the kernel's numbering: party {@code k} took class {@code #k} while it held class
 * {@code #k-1}; party 0 is the acquisition that closed the ring, which held the last class. Kinds without a ring have
 * one party or none.
 *
 * @param kind what was found
 * @param grade how strong the evidence is
 * @param reason the grade's reason, one sentence
 * @param fingerprint 16 hexadecimal digits, the same in every run that finds the same ring
 * @param siblingOf fingerprint of the first ring that the same acquisition closed, if this is a further one
 * @param thread the thread that is reported, as {@code name/id}
 * @param wanted the lock that is being acquired or released
 * @param conflicting the lock already held that it conflicts with, if any
 * @param cycle the parties, #0 first
 * @param needs what else a real hang needs, empty if nothing
 * @param held the held stack of the thread, outermost first, without {@code wanted}
 * @param backtrace the stack of the acquisition, innermost frame first
 * @param test the test that ran, if known
 * @param jvm version of the JVM and of lockdep
 */
public record Report(
        ReportKind kind,
        Grade grade,
        String reason,
        String fingerprint,
        @Nullable String siblingOf,
        String thread,
        HeldEntry wanted,
        @Nullable HeldEntry conflicting,
        List<Party> cycle,
        List<String> needs,
        List<HeldEntry> held,
        List<String> backtrace,
        @Nullable String test,
        String jvm) {

    /** Copies the lists, so that the value cannot change. */
    public Report {
        cycle = List.copyOf(cycle);
        needs = List.copyOf(needs);
        held = List.copyOf(held);
        backtrace = List.copyOf(backtrace);
    }

    /** {@return the finding in one line} */
    public String message() {
        StringBuilder line = new StringBuilder(kind.title()).append(": ");
        if (cycle.size() < 2) {
            return line.append(wanted.lockClass()).toString();
        }
        for (int i = cycle.size() - 1; i >= 0; i--) {
            line.append(cycle.get(i).wants()).append(" <- ");
        }
        return line.append(cycle.get(cycle.size() - 1).wants()).toString();
    }

    /** {@return the line that silences this finding in a suppressions file} */
    public String suppression() {
        return kind.id() + ":" + fingerprint + "  # reason:";
    }
}
