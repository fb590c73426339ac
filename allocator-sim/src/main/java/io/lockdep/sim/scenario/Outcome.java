package io.lockdep.sim.scenario;

import io.lockdep.sim.invariant.Invariant;
import io.lockdep.sim.invariant.Invariants;
import io.lockdep.sim.kernel.SimKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run ended.
 *
 * @param held the invariants that hold
 * @param violations what is wrong, one sentence each, with the number of the invariant first
 * @param stalls where the machine made no progress until the script ended it: what is held, what is waited for and
 *     where the pages are, in a few lines each
 * @param failures system calls that failed though nothing was in their way, each with its error number first
 */
public record Outcome(List<String> held, List<String> violations, List<String> stalls, List<String> failures) {

    /** What stands before a warning of the kernel, in the place of an invariant's number. */
    static final String WARNING = "WARN";

    /** Takes copies. */
    public Outcome {
        held = List.copyOf(held);
        violations = List.copyOf(violations);
        stalls = List.copyOf(stalls);
        failures = List.copyOf(failures);
    }

    /**
     * How a run ended in which nobody was refused anything.
     *
     * @param held the invariants that hold
     * @param violations what is wrong, with the number of the invariant first
     * @param stalls where the machine made no progress
     */
    public Outcome(List<String> held, List<String> violations, List<String> stalls) {
        this(held, violations, stalls, List.of());
    }

    /**
     * Checks a machine at rest.
     *
     * @param kernel a machine whose actors and kworkers have nothing left to do
     * @return which invariants hold, what its works threw and what was stuck
     */
    public static Outcome of(SimKernel kernel) {
        List<String> held = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        for (Invariant invariant : Invariants.all()) {
            List<String> found = invariant.violations(kernel);
            if (found.isEmpty()) {
                held.add(invariant.title());
            }
            found.forEach(violation -> violations.add(invariant.title() + ": " + violation));
        }
        kernel.workqueues().oopses().forEach(thrown -> violations.add("oops a work failed: " + thrown));
        kernel.workqueues().warnings().forEach(warning -> violations.add(WARNING + " " + warning));
        kernel.kthreads().oopses().forEach(thrown -> violations.add("a thread of the kernel failed: " + thrown));
        return new Outcome(held, violations, kernel.progress().stalls());
    }

    /**
     * This outcome with more violations.
     *
     * @param more what else is wrong, one sentence each
     * @return an outcome with all of them
     */
    public Outcome violated(List<String> more) {
        List<String> all = new ArrayList<>(violations);
        all.addAll(more);
        return new Outcome(held, all, stalls);
    }

    /**
     * This outcome after the machine had made no progress.
     *
     * @param stall what a progress watchdog said
     * @return an outcome with one more stall
     */
    public Outcome stalled(String stall) {
        List<String> all = new ArrayList<>(stalls);
        all.add(stall);
        return new Outcome(held, violations, all, failures);
    }

    /**
     * This outcome after system calls had failed that have no reason to, as far as their callers know.
     *
     * @param more which ones, each with its error number first
     * @return an outcome with more failures
     */
    public Outcome failed(List<String> more) {
        List<String> all = new ArrayList<>(failures);
        all.addAll(more);
        return new Outcome(held, violations, stalls, all);
    }
}
