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
 * @param title the title line; the kind's own, or the kernel's where it tells cases of one kind apart
 * @param grade how strong the evidence is
 * @param reason the grade's reason, one sentence
 * @param fingerprint 16 hexadecimal digits, the same in every run that finds the same ring
 * @param siblingOf fingerprint of the first ring that the same acquisition closed, if this is a further one
 * @param wanted the lock that is being acquired or released
 * @param conflicting the lock already held that it conflicts with, if any
 * @param cycle the parties, #0 first
 * @param needs what else a real hang needs, empty if nothing
 * @param facts what the kind has to say beside that, one sentence each; empty for most kinds
 * @param others other threads as they are now, for what is happening rather than possible
 * @param scene the thread that is reported and what was around it
 */
public record Report(
        ReportKind kind,
        String title,
        Grade grade,
        String reason,
        String fingerprint,
        @Nullable String siblingOf,
        HeldEntry wanted,
        @Nullable HeldEntry conflicting,
        List<Party> cycle,
        List<String> needs,
        List<String> facts,
        List<Bystander> others,
        Scene scene) {

    /** Copies the lists, so that the value cannot change. */
    public Report {
        cycle = List.copyOf(cycle);
        needs = List.copyOf(needs);
        facts = List.copyOf(facts);
        others = List.copyOf(others);
    }

    /** {@return the thread that is reported, as {@code name/id}} */
    public String thread() {
        return scene.thread();
    }

    /** {@return the held stack of the thread, outermost first, without {@link #wanted}} */
    public List<HeldEntry> held() {
        return scene.held();
    }

    /** {@return the stack of the acquisition, innermost frame first} */
    public List<String> backtrace() {
        return scene.backtrace();
    }

    /** {@return the test that ran, if known} */
    public @Nullable String test() {
        return scene.test();
    }

    /** {@return version of the JVM and of lockdep} */
    public String jvm() {
        return scene.jvm();
    }

    /** {@return the finding in one line} */
    public String message() {
        StringBuilder line = new StringBuilder(title).append(": ");
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
