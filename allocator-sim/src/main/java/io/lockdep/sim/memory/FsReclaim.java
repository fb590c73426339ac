package io.lockdep.sim.memory;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.sim.sched.Task;

/**
 * Makes visible that an allocation may wait for reclaim: {@code fs_reclaim_acquire} of mm/page_alloc.c, 4.14, in the
 * order of 93781325da6e. What is held where memory is asked for comes before what reclaim takes, whether or not there
 * was any need to reclaim.
 *
 * <p>Departure: 4.10 had states of interrupts for it ({@code lockdep_trace_alloc}) instead of a map.
 */
final class FsReclaim {

    private final LockMap map = LockMap.of("fs_reclaim");

    /** {@code might_alloc}: says so at every allocation that could. */
    void mightReclaim(Gfp gfp) {
        if (needFsReclaim(gfp)) {
            map.touch(LockMode.EXCLUSIVE);
        }
    }

    /** Begins reclaim; returns whether {@link #release} must end it. */
    boolean acquire(Gfp gfp) {
        boolean needed = needFsReclaim(gfp);
        if (needed) {
            map.acquire(LockMode.EXCLUSIVE);
        }
        return needed;
    }

    void release() {
        map.release();
    }

    /** Who reclaims already and may use the reserves, or may not sleep or call into file systems, does not wait for it. */
    private static boolean needFsReclaim(Gfp gfp) {
        boolean helpsItself = Task.current().isMemalloc() && !gfp.has(Gfp.NOMEMALLOC);
        return gfp.has(Gfp.DIRECT_RECLAIM) && gfp.has(Gfp.FS) && !helpsItself;
    }
}
