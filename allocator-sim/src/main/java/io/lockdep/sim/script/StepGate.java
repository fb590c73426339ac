package io.lockdep.sim.script;

/**
 * Where a script can stop a task between two steps that the kernel does not take at once.
 */
public enum StepGate {
    /** A free has stored the pageblock's type and not yet put the page on a per-CPU list. The CPU is not pinned. */
    FREE_PREPARED,
    /** A free has read how many pages the per-CPU list may have and not yet added its own. The CPU is pinned. */
    PCP_HIGH_READ,
    /** Who wants an element of a mempool has found neither memory nor a reserve, and does not wait yet. */
    MEMPOOL_EMPTY,
    /** A drain has queued its works and not yet waited for them. */
    DRAIN_QUEUED,
    /** Memory that goes offline is isolated, and moving what is in it has not begun. */
    RANGE_ISOLATED
}
