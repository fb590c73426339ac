package io.lockdep.sim.kernel;

/**
 * How large the simulated machine is.
 *
 * @param possibleCpus CPUs there can ever be, 1 to 256
 * @param onlineCpus CPUs that {@code smp_init} brings up, the boot CPU included
 * @param normalPages pages of ZONE_NORMAL, of 4 KiB each
 * @param movablePages pages of ZONE_MOVABLE, 0 for none
 */
public record SimConfig(int possibleCpus, int onlineCpus, int normalPages, int movablePages) {

    private static final int PAGES_PER_MIB = 256;

    /** Checks that the machine can exist. */
    public SimConfig {
        if (onlineCpus < 1 || onlineCpus > possibleCpus) {
            throw new IllegalArgumentException(
                    "online CPUs: 1 to " + possibleCpus + " (all possible ones), not " + onlineCpus);
        }
    }

    /**
     * A machine with 4 possible and 2 online CPUs and 256 MiB in one zone: per-CPU lists move 15 pages at a time and
     * keep up to 90, as on real hardware, and a run takes well under a second.
     *
     * @return the machine that scenarios use unless they say otherwise
     */
    public static SimConfig small() {
        return new SimConfig(4, 2, 256 * PAGES_PER_MIB, 0);
    }
}
