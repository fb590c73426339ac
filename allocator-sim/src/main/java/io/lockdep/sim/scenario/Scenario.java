package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * A historic bug that can be run, with and without its fixes.
 */
public interface Scenario {

    /**
     * What is known about it before it runs.
     *
     * @return its number, story, variants and expectations
     */
    Synopsis synopsis();

    /**
     * Runs one variant on a machine of its own: actors act one after the other, so it cannot hang and always takes the
     * same course.
     *
     * @param variant one of this scenario's
     * @param narrator who is told what happens
     * @param trace where events are noted
     * @return what was found when the machine had come to rest
     * @throws IllegalStateException if an actor failed or did not end its turn
     */
    Outcome run(Variant variant, Narrator narrator, Tracepoints trace);

    /**
     * What its actors do under stress, all of them at once and over and over.
     *
     * @param kernel a machine whose kworkers run freely, with the CPUs of its configuration online
     * @return one role per thread
     */
    List<Role> roles(SimKernel kernel);
}
