package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import java.util.List;

/**
 * Something that must hold whenever the machine is at rest.
 */
public interface Invariant {

    /**
     * Its number and what it says.
     *
     * @return such as {@code I1 every page is accounted for}
     */
    String title();

    /**
     * Checks a machine that nobody uses at the moment.
     *
     * @param kernel the machine
     * @return what is wrong, one sentence each; empty if it holds
     */
    List<String> violations(SimKernel kernel);
}
