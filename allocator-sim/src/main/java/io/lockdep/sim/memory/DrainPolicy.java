package io.lockdep.sim.memory;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;

/**
 * Which answer {@link DrainAllPages} gives to the question of 2017: what keeps a CPU online while it is drained?
 *
 * @param way how the pages of another CPU are reached
 * @param takesHotplugLock {@code get_online_cpus} around queueing and flushing (0ccce3b92421)
 * @param mutex one drain at a time, under {@code pcpu_drain_mutex}, with one static work per CPU (bd233f538d51)
 * @param pinned the work disables preemption (a459eeb7b852); needless under the hotplug lock
 * @param hardwallOnly only allocations for user space drain (Mel Gorman's first proposal)
 * @param cpuDeadMutex {@code page_alloc_cpu_dead} takes {@code pcpu_drain_mutex} (his third one)
 * @param cpuDeadDrains {@code page_alloc_cpu_dead} drains the dead CPU at all
 * @param onSystemWq works are queued on {@code system_wq} instead of {@code mm_percpu_wq} (until ce612879ddc7)
 */
public record DrainPolicy(
        Way way,
        boolean takesHotplugLock,
        boolean mutex,
        boolean pinned,
        boolean hardwallOnly,
        boolean cpuDeadMutex,
        boolean cpuDeadDrains,
        boolean onSystemWq) {

    /** How the pages of another CPU are reached. */
    public enum Way {
        /** A work drains the CPU it runs on. */
        LOCAL_WORKS,
        /** A work drains the CPU it was queued for, in the belief that it runs there. */
        TRUSTING_WORKS,
        /** Works as the first, but only on CPUs whose flag an offline hook has not yet cleared (Tejun Heo). */
        FLAGGED_WORKS,
        /** The caller takes the other CPU's {@code pa_lock} (the real-time patches). */
        REMOTE,
        /** The caller stops all CPUs. */
        STOP_MACHINE
    }

    /**
     * The policy of a kernel.
     *
     * @param flags its patches
     * @return which of them matter here
     */
    public static DrainPolicy of(VariantFlags flags) {
        return new DrainPolicy(
                way(flags),
                flags.has(Patch.DRAIN_TAKES_HOTPLUG_LOCK),
                flags.has(Patch.DRAIN_MUTEX),
                !flags.has(Patch.DRAIN_TAKES_HOTPLUG_LOCK) && !flags.has(Patch.DRAIN_WORK_UNPINNED),
                flags.has(Patch.DRAIN_FOR_USERS_ONLY),
                flags.has(Patch.CPU_DEAD_TAKES_DRAIN_MUTEX),
                !flags.has(Patch.CPU_DEAD_KEEPS_PAGES),
                flags.has(Patch.DRAIN_ON_SYSTEM_WQ));
    }

    private static Way way(VariantFlags flags) {
        if (flags.has(Patch.DRAIN_STOPS_MACHINE)) {
            return Way.STOP_MACHINE;
        }
        if (flags.has(Patch.DRAIN_REMOTELY)) {
            return Way.REMOTE;
        }
        if (flags.has(Patch.DRAIN_FLAG_AND_HOOK)) {
            return Way.FLAGGED_WORKS;
        }
        return flags.has(Patch.DRAIN_TRUSTS_ONLINE_MASK) ? Way.TRUSTING_WORKS : Way.LOCAL_WORKS;
    }
}
