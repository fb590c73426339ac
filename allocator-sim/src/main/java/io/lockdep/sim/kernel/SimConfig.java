package io.lockdep.sim.kernel;

import io.lockdep.sim.sched.Cpus;

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
    private static final int MIN_CPUS = 4;
    private static final int MIN_MIB = 64;
    private static final int MAX_MIB = 65_536;

    /** A memory block; half of what x86-64 has, so that small machines have some. */
    private static final int SECTION_MIB = 64;

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

    /**
     * A machine of any size: half of its memory is movable, in whole sections, and half of its CPUs are online at first.
     *
     * @param possibleCpus 4 to 256
     * @param mebibytes 64 to 65,536 (64 GiB)
     * @return the machine
     * @throws IllegalArgumentException for another size
     */
    public static SimConfig sized(int possibleCpus, long mebibytes) {
        if (possibleCpus < MIN_CPUS || possibleCpus > Cpus.MAX_CPUS) {
            throw new IllegalArgumentException("CPUs: " + MIN_CPUS + " to " + Cpus.MAX_CPUS + ", not " + possibleCpus);
        }
        if (mebibytes < MIN_MIB || mebibytes > MAX_MIB) {
            throw new IllegalArgumentException("memory: 64M to 64G, not " + mebibytes + "M");
        }
        int movable = (int) (mebibytes / 2 / SECTION_MIB * SECTION_MIB);
        int normal = (int) mebibytes - movable;
        return new SimConfig(possibleCpus, possibleCpus / 2, normal * PAGES_PER_MIB, movable * PAGES_PER_MIB);
    }

    /**
     * Its memory.
     *
     * @return in MiB
     */
    public int mebibytes() {
        return (normalPages + movablePages) / PAGES_PER_MIB;
    }
}
