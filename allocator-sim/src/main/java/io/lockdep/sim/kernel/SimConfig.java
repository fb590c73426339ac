package io.lockdep.sim.kernel;

/**
 * How large the simulated machine is.
 *
 * @param possibleCpus CPUs there can ever be, 1 to 256
 * @param onlineCpus CPUs that {@code smp_init} brings up, the boot CPU included
 * @param normalPages pages of ZONE_NORMAL, of 4 KiB each
 * @param movablePages pages of ZONE_MOVABLE, 0 for none
 * @param absentPages how many of them, at its end, can be plugged in but are not there at boot
 */
public record SimConfig(int possibleCpus, int onlineCpus, int normalPages, int movablePages, int absentPages) {

    private static final int PAGES_PER_MIB = 256;

    /** Checks that the machine can exist. */
    public SimConfig {
        if (onlineCpus < 1 || onlineCpus > possibleCpus) {
            throw new IllegalArgumentException(
                    "online CPUs: 1 to " + possibleCpus + " (all possible ones), not " + onlineCpus);
        }
    }

    /**
     * A machine with all its memory in place.
     *
     * @param possibleCpus CPUs there can ever be, 1 to 256
     * @param onlineCpus CPUs that {@code smp_init} brings up, the boot CPU included
     * @param normalPages pages of ZONE_NORMAL, of 4 KiB each
     * @param movablePages pages of ZONE_MOVABLE, 0 for none
     */
    public SimConfig(int possibleCpus, int onlineCpus, int normalPages, int movablePages) {
        this(possibleCpus, onlineCpus, normalPages, movablePages, 0);
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

    /**
     * A machine like {@link #small} with 256 MiB more in ZONE_MOVABLE, for memory hotplug.
     *
     * @param absentBlocks how many of its four blocks of 64 MiB are not there at boot
     * @return a machine of 512 MiB at most
     */
    public static SimConfig hotpluggable(int absentBlocks) {
        return new SimConfig(4, 2, 256 * PAGES_PER_MIB, 256 * PAGES_PER_MIB, absentBlocks * 64 * PAGES_PER_MIB);
    }
}
