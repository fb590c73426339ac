package io.lockdep.sim.scenario;

import java.util.random.RandomGenerator;

/**
 * What one thread of a stress run does over and over.
 *
 * @param name of the thread and its task
 * @param cpu the CPU it begins on
 * @param act one operation, from having nothing to having nothing but what the role remembers
 * @param end gives back what the role remembers, so that the machine can be checked for leaks
 */
public record Role(String name, int cpu, Act act, Runnable end) {

    /** One operation. */
    @FunctionalInterface
    public interface Act {

        /**
         * Does it.
         *
         * @param random where choices come from; the same numbers for the same seed
         */
        void perform(RandomGenerator random);
    }

    /**
     * A role that remembers nothing between two operations.
     *
     * @param name of the thread and its task
     * @param cpu the CPU it begins on
     * @param act one operation
     * @return the role
     */
    public static Role of(String name, int cpu, Act act) {
        return new Role(name, cpu, act, () -> {});
    }
}
