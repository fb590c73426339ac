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
 * @param violations what is wrong, one sentence each
 */
public record Outcome(List<String> held, List<String> violations) {

    /** Takes copies. */
    public Outcome {
        held = List.copyOf(held);
        violations = List.copyOf(violations);
    }

    /**
     * Checks a machine at rest.
     *
     * @param kernel a machine whose actors and kworkers have nothing left to do
     * @return which invariants hold, and what its works threw
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
        kernel.workqueues().oopses().forEach(thrown -> violations.add("a work failed: " + thrown));
        return new Outcome(held, violations);
    }
}
