package io.lockdep.sim.patch;

/**
 * A change to the kernel that some scenario turns on or off, named after what the code does with it.
 *
 * <p>Bugs and fixes alike: what a kernel has is the set of its patches, and taking one away or adding one gives a
 * variant of a scenario, or a row of the mutation matrix.
 */
public enum Patch {

    // S0: pages on per-CPU lists.

    /** {@code drain_all_pages} holds {@code get_online_cpus} while its works run (0ccce3b92421). */
    DRAIN_TAKES_HOTPLUG_LOCK,
    /** {@code drain_all_pages} runs under {@code pcpu_drain_mutex}, with static works (bd233f538d51). */
    DRAIN_MUTEX,
    /** Only allocations for user space ({@code __GFP_HARDWALL}) drain; proposed by Mel Gorman. */
    DRAIN_FOR_USERS_ONLY,
    /** Relay channels allocate their buffers on behalf of user space, which reads them (in no kernel, for its lock). */
    RELAY_BUFFERS_FOR_USERS,
    /** {@code page_alloc_cpu_dead} takes {@code pcpu_drain_mutex}; proposed by Mel Gorman. */
    CPU_DEAD_TAKES_DRAIN_MUTEX,
    /** A flag per CPU under a spinlock says whether works may be queued there, an offline hook clears it (Tejun Heo). */
    DRAIN_FLAG_AND_HOOK,
    /** Lists are guarded by {@code pa_lock} and drained by the caller, without works (the real-time patches). */
    DRAIN_REMOTELY,
    /** {@code drain_all_pages} drains under {@code stop_machine}. */
    DRAIN_STOPS_MACHINE,
    /** Nothing but disabled preemption while works are queued keeps CPUs online (proposed by Christoph Lameter). */
    DRAIN_TRUSTS_ONLINE_MASK,
    /** Allocations and frees in interrupts go past the per-CPU lists (Mel Gorman's irq-safe allocator, reverted). */
    IRQ_BYPASSES_PCP,
    /** A bug for the test of the tests: the drain work neither disables preemption nor has the hotplug lock. */
    DRAIN_WORK_UNPINNED,
    /** Another one: {@code page_alloc_cpu_dead} leaves the pages where they are. */
    CPU_DEAD_KEEPS_PAGES,

    // WQ1: workqueues while memory is short.

    /** The drain works are queued on {@code system_wq}, which has no rescuer (until ce612879ddc7, 4.11). */
    DRAIN_ON_SYSTEM_WQ,
    /** So are the works of {@code lru_add_drain_all} (until 4.8). */
    LRU_DRAIN_ON_SYSTEM_WQ,

    // S1: pagevecs and CPU hotplug from 4.13 on.

    /** The hotplug lock is {@code cpu_hotplug_lock.rw_sem} instead of a count under a mutex (fc8dffd379ca, 4.13). */
    CPU_HOTPLUG_RWSEM,
    /** {@code lru_add_drain_all} holds the hotplug lock while its works run (until 9852a7212324). */
    LRU_DRAIN_TAKES_HOTPLUG_LOCK,
    /** {@code shmem_wait_for_pins} drains all pagevecs at its first scan; without it sealing can fail. */
    SEAL_DRAINS,
    /** The hand-over to a CPU's hotplug thread has a class for the way up and one for the way down (5f4b55e10645). */
    SPLIT_CPUHP_MAPS,
    /** The upper states of a CPU run on its hotplug thread {@code cpuhp/N}, with lock maps (49dfe2a67797, 4.13). */
    CPUHP_THREADS,
    /** A pagevec holds 15 pages instead of 14 (4.16). */
    PAGEVEC_OF_15,
    /** {@code lru_add_drain_all} leaves it at a drain that began and ended while it waited (eef1a429f234, 5.5). */
    LRU_DRAIN_PIGGYBACKS,

    // S2: slab, sysfs and memory hotplug.

    /** The memory hotplug lock is {@code mem_hotplug_lock.rw_sem} instead of a count with recursive readers (4.13). */
    MEM_HOTPLUG_RWSEM,
    /** {@code mem_hotplug_begin} takes the CPU hotplug lock first (3f906ba23689). */
    MEM_BEGIN_TAKES_CPUS,
    /** Reading a slab's sysfs file takes the memory hotplug lock (until e4f8e513c3d3). */
    SLAB_SHOW_TAKES_MEMS,
    /** Creating, destroying and shrinking a cache take both hotplug locks (until 7e1fa93deff4 and 59450bbc12be, 5.12). */
    SLAB_TAKES_HOTPLUG_LOCKS,
    /** Writing a cache's sysfs file {@code shrink} only tries to get the hotplug locks (proposed in April 2020, not merged). */
    SLAB_SHRINK_TRYLOCKS,
    /** Writing {@code shrink} takes {@code slab_mutex}, to shrink the caches of cgroups too (04f768a39d55, 5.4 to 5.8). */
    SLAB_SHRINK_TAKES_SLAB_MUTEX,
    /** Writing to a cache's file takes {@code slab_mutex}, to write to the caches of cgroups too (107dab5c92d5, to 5.8). */
    SLAB_STORE_TAKES_SLAB_MUTEX,
    /** Memory cgroups have no caches of their own (9855609bde03, 5.9). */
    MEMCG_SHARES_CACHES,
    /** CPUs are made to give up slabs by works under {@code flush_lock} instead of interrupts (5a836bf6b09f, 5.15). */
    SLAB_FLUSH_WORKS,
    /** {@code flush_lock} is taken before the CPU hotplug lock, by who destroys a cache too (linux-next 20210809). */
    SLAB_FLUSH_LOCK_FIRST,
    /** A destroyed cache leaves sysfs when no lock is held (until d50d82faa0c9, 4.18; since 0495e337b703, 6.0). */
    SLAB_UNLINK_OUTSIDE_MUTEX,
    /** {@code __build_all_zonelists} runs under {@code stop_machine} (until 11cd8638c37f, 4.14). */
    ZONELISTS_STOP_MACHINE,
    /** {@code try_remove_memory} removes the memory block devices under the hotplug lock (until f1037ec0cc8a). */
    MEM_REMOVE_UNDER_LOCK,

    // S3: mempools, the example of David Rientjes.

    /** A pool may use the page allocator's reserves when its own reserve is empty (f9054c70d28b, 4.6 and 4.7). */
    MEMPOOL_DIPS_WHEN_EMPTY,
    /** An empty pool may use the page allocator's reserves for victims of the OOM killer (RFC of 18 July 2016). */
    MEMPOOL_DIPS_FOR_VICTIMS,
    /** Victims of the OOM killer get half of the reserves instead of all (cd04ae1e2dc8, 4.14). */
    OOM_VICTIMS_GET_HALF,
    /** dm-crypt serialises requests that wait for pages (7145c241a1bf; needed since cf2f1abfbd0d, both 4.0). */
    BIO_ALLOC_LOCK,
    /** A user of the pool takes a mutex while it has an element, instead of handing the element off first. */
    POOL_LOCK_UNDER_ELEMENT,
    /** That mutex is one of counters, under which nobody waits. */
    POOL_COUNTS_ONLY,
    /** Under the mutex somebody takes an element of the pool. */
    POOL_ALLOC_UNDER_LOCK,
    /** Under the mutex pages are allocated with GFP_NOIO instead of GFP_KERNEL. */
    POOL_PAGE_NOIO,
    /** Who completes the I/O needs the mutex to free the element. */
    POOL_ENDIO_TAKES_LOCK,
    /** A user of the pool makes an allocation that nothing guards while it has an element. */
    POOL_USER_ALLOCATES,
    /** A failed {@code try_remove_memory} ends the memory hotplug that it has not begun (5.8.1). */
    MEM_REMOVE_ERROR_UNBALANCED,
    /** Writing a block's {@code state} waits for {@code device_hotplug_lock} instead of trying it; in no kernel. */
    SYSFS_WAITS_FOR_DEVICE_HOTPLUG,
    /** Adding and removing memory stops the machine, as powerpc does to resize its hash table. */
    ARCH_MEMORY_STOPS_MACHINE,

    // S4: memory offline.

    /** {@code __offline_pages} drains the per-CPU lists again in every round (968318261221, 5.9). */
    OFFLINE_DRAINS_AGAIN,
    /** {@code offline_pages} disables the per-CPU lists of the zone meanwhile (ec6e8c7e0314, 5.12). */
    OFFLINE_DISABLES_PCP,
    /** Disabling the lists drains only CPUs that seem to have pages; in no kernel, but proposed. */
    PCP_DISABLE_SKIPS_EMPTY,
    /** A CPU that comes online takes {@code pcp_batch_high_lock} to set the sizes of all lists (5.14). */
    CPU_ONLINE_UPDATES_PCP
}
