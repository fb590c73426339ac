package io.lockdep.sim.kernel;

import io.lockdep.sim.memory.DrainAllPages;

/**
 * Which historic patches the simulated kernel has: one flag per patch that some scenario turns on or off.
 *
 * @param drainTakesHotplugLock {@code drain_all_pages} holds {@code get_online_cpus} while works run (0ccce3b92421);
 *     without it the works disable preemption (a459eeb7b852)
 * @param drainMutex {@code drain_all_pages} runs under {@code pcpu_drain_mutex}, taken by trylock, with static works
 *     (bd233f538d51)
 */
public record VariantFlags(boolean drainTakesHotplugLock, boolean drainMutex) {

    /** linux-next 4.10-rc5-next-20170125. */
    public static final VariantFlags K4_10_NEXT = new VariantFlags(true, false);

    /** mmotm of February 2017: 4.10-rc with the drain mutex. */
    public static final VariantFlags MMOTM_2017_02 = new VariantFlags(true, true);

    /** Linux 4.11. */
    public static final VariantFlags K4_11 = new VariantFlags(false, true);

    DrainAllPages.Policy drainPolicy() {
        return new DrainAllPages.Policy(drainTakesHotplugLock, drainMutex);
    }
}
