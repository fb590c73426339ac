package io.lockdep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moment of a finding: the thread that is reported and what was around it.
 *
 * @param thread name and id of the thread, as {@code name/id}
 * @param held its held stack, outermost first, without the lock being acquired
 * @param backtrace its stack, innermost frame first
 * @param test the test that ran, if known
 * @param jvm version of the JVM and of lockdep
 * @param limits one sentence per limit that was hit before, so that more may be wrong than is said; normally empty
 */
public record Scene(
        String thread,
        List<HeldEntry> held,
        List<String> backtrace,
        @Nullable String test,
        String jvm,
        List<String> limits) {

    /** Copies the lists, so that the value cannot change. */
    public Scene {
        held = List.copyOf(held);
        backtrace = List.copyOf(backtrace);
        limits = List.copyOf(limits);
    }
}
