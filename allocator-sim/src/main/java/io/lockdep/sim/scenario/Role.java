package io.lockdep.sim.scenario;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What one thread of a stress run does over and over.
 *
 * @param name of the thread and its task
 * @param cpu the CPU it begins on
 * @param act one operation, from having nothing to having nothing but what the role remembers
 * @param end gives back what the role remembers, so that the machine can be checked for leaks
 * @param pause how long it rests between two operations under stress
 */
public record Role(String name, int cpu, Act act, Runnable end, Duration pause) {

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
     * A role that never rests.
     *
     * @param name of the thread and its task
     * @param cpu the CPU it begins on
     * @param act one operation
     * @param end gives back what the role remembers
     */
    public Role(String name, int cpu, Act act, Runnable end) {
        this(name, cpu, act, end, Duration.ZERO);
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

    /**
     * The same role at a slower pace: for what people do now and then, and for what would cost all others their time.
     *
     * @param pause how long it rests between two operations
     * @return the role
     */
    public Role resting(Duration pause) {
        return new Role(name, cpu, act, end, pause);
    }
}
