package io.lockdep.sim.hotplug;

import java.util.List;

/**
 * The stations of a CPU on its way up, and in reverse on its way down; the part of {@code enum cpuhp_state}
 * (include/linux/cpuhotplug.h) that the simulation has callbacks for.
 *
 * <p>A state's startup callback runs when the CPU reaches the state, its teardown callback when it leaves it.
 */
public enum CpuhpState {
    /** Not running. */
    OFFLINE,
    /** Teardown: {@code slub_cpu_dead} flushes the slabs of the dead CPU. */
    SLUB_DEAD,
    /** Teardown: statistics of the dead CPU. No callback yet. */
    VMSTAT_DEAD,
    /** Teardown: {@code page_alloc_cpu_dead} empties the page lists of the dead CPU. */
    PAGE_ALLOC_DEAD,
    /** Startup: {@code workqueue_prepare_cpu} creates the CPU's first kworker. */
    WORKQUEUE_PREP,
    /** Startup: {@code smpcfd_prepare_cpu} allocates per-CPU memory, under the hotplug lock. */
    SMPCFD_PREPARE,
    /** Startup: {@code relay_prepare_cpu} gives open channels a buffer, under {@code relay_channels_mutex}. */
    RELAY_PREPARE,
    /** Startup: the CPU begins to execute and is online. */
    BRINGUP_CPU,
    /** The idle task is dead. No callback. */
    AP_IDLE_DEAD,
    /** Teardown on the dying CPU: pending function calls. No callback yet. */
    AP_SMPCFD_DYING,
    /** The CPU executes, with interrupts still off. No callback. */
    AP_ONLINE,
    /** Teardown: {@code takedown_cpu} takes the CPU out of the online mask. */
    TEARDOWN_CPU,
    /** The CPU's hotplug thread takes over. No callback. */
    AP_ONLINE_IDLE,
    /** Startup: {@code irq_affinity_online_cpu} starts the CPU's interrupts, under {@code sparse_irq_lock}. */
    AP_IRQ_AFFINITY_ONLINE,
    /** Startup and teardown: kworkers are bound to the CPU, or let loose. */
    AP_WORKQUEUE_ONLINE,
    /** Where drivers register. */
    AP_ONLINE_DYN,
    /** The scheduler may use the CPU. No callback. */
    AP_ACTIVE,
    /** Fully up. */
    ONLINE;

    private static final List<CpuhpState> ORDER = List.of(values());

    /**
     * Whether the callbacks belong to the CPU itself ({@code cpuhp_is_ap_state}).
     *
     * @return false for those of whoever brings the CPU up or down
     */
    boolean isApState() {
        return compareTo(BRINGUP_CPU) > 0 && this != TEARDOWN_CPU;
    }

    /**
     * The next station on the way up.
     *
     * @return the state above; this state must not be {@link #ONLINE}
     */
    CpuhpState above() {
        return ORDER.get(ORDER.indexOf(this) + 1);
    }

    /**
     * The next station on the way down.
     *
     * @return the state below; this state must not be {@link #OFFLINE}
     */
    CpuhpState below() {
        return ORDER.get(ORDER.indexOf(this) - 1);
    }
}
