package io.lockdep.sim.scenario;

import java.util.List;

/**
 * The scenarios there are.
 */
public final class Scenarios {

    private Scenarios() {}

    /**
     * All scenarios.
     *
     * @return in the order of their numbers
     */
    public static List<Scenario> all() {
        return List.of(
                new S0(), new S1(), new S1F(), new S2(), new S2b(), new S2c(), new S2d(), new S2e(), new S2f(),
                new S3(), new S4(), new WQ1(), new C0());
    }
}
