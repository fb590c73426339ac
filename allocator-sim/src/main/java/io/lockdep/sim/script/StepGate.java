package io.lockdep.sim.script;

/**
 * Where a script can stop a task between two steps that the kernel does not take at once.
 */
public enum StepGate {
    /** A free has stored the pageblock's type and not yet put the page on a per-CPU list. The CPU is not pinned. */
    FREE_PREPARED,
    /** A free has read how many pages the per-CPU list may have and not yet added its own. The CPU is pinned. */
    PCP_HIGH_READ,
    /** A drain has looked which CPUs have pages on their lists and not yet queued a work for any of them. */
    DRAIN_COUNT_CHECKED,
    /** Who wants an element of a mempool has found neither memory nor a reserve, and does not wait yet. */
    MEMPOOL_EMPTY,
    /** A drain is going to empty the list of a CPU. It is pinned to that CPU, or should be. */
    DRAIN_LIST,
    /** A drain has queued its works and not yet waited for them. */
    DRAIN_QUEUED,
    /** Memory that goes offline is isolated, and moving what is in it has not begun. */
    RANGE_ISOLATED,
    /** A writer keeps new readers out of a per-CPU rwsem and waits for those that are in. */
    WRITER_QUEUED,
    /** A reader has found a per-CPU rwsem blocked by a writer and is going to wait. */
    READER_BLOCKED,
    /** Who uses a node of sysfs has seen that it is active and not yet counted itself among the users. */
    KERNFS_ACTIVE_SEEN
}
