package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.memory.DrainAllPages;
import io.lockdep.sim.memory.IsolatedRange;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageIsolation;
import io.lockdep.sim.memory.PageMigration;
import io.lockdep.sim.memory.PcpBatchHigh;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * Empties a memory block and takes it out of its zone; {@code __offline_pages} of mm/memory_hotplug.c, 5.8, 5.9 and
 * 5.15.
 *
 * <p>The loop that moves pages away ends when all pages of the block are on the isolated lists. A page on a per-CPU list
 * is not, cannot be moved either, and only a drain brings it back: {@link DrainPolicy} says when there is one.
 */
public final class OfflinePages {

    /** What makes sure that no page of the block stays on a per-CPU list. */
    enum DrainPolicy {
        /** A drain after each pageblock is isolated, none later (5.8). */
        ONCE,
        /** Another one in every round that finds the block not free (968318261221, 5.9). */
        AGAIN,
        /** The lists of the zone are disabled meanwhile and drained once (ec6e8c7e0314, 5.12). */
        PCP_DISABLED;

        static DrainPolicy of(VariantFlags flags) {
            if (flags.has(Patch.OFFLINE_DISABLES_PCP)) {
                return PCP_DISABLED;
            }
            return flags.has(Patch.OFFLINE_DRAINS_AGAIN) ? AGAIN : ONCE;
        }
    }

    private static final int PAGES_NAMED = 4;

    private final DrainPolicy policy;
    private final PageIsolation isolation;
    private final PageMigration migration;
    private final PcpBatchHigh pcp;
    private final DrainAllPages drain;
    private final Runnable lruAddDrainAll;
    private final MemoryNotifiers notifiers;
    private final StepGates gates;
    private final ProgressWatchdog progress;
    private final Tracepoints trace;

    OfflinePages(
            DrainPolicy policy,
            DrainAllPages drain,
            PageMigration migration,
            PcpBatchHigh pcp,
            Runnable lruAddDrainAll,
            MemoryNotifiers notifiers,
            StepGates gates,
            ProgressWatchdog progress,
            Tracepoints trace) {
        this.policy = policy;
        this.drain = drain;
        this.migration = migration;
        this.pcp = pcp;
        this.lruAddDrainAll = lruAddDrainAll;
        this.notifiers = notifiers;
        this.gates = gates;
        this.progress = progress;
        this.trace = trace;
        isolation = new PageIsolation(drain, policy != DrainPolicy.PCP_DISABLED);
    }

    /** Caller has begun memory hotplug. Returns 0, or {@code -EBUSY} or {@code -EINTR} and the block is as before. */
    int offlinePages(MemoryBlock block) {
        if (policy != DrainPolicy.PCP_DISABLED) {
            return offlineIsolated(block);
        }
        pcp.zonePcpDisable(block.zone());
        try {
            return offlineIsolated(block);
        } finally {
            pcp.zonePcpEnable(block.zone());
        }
    }

    private int offlineIsolated(MemoryBlock block) {
        Zone zone = block.zone();
        IsolatedRange range = isolation.startIsolatePageRange(zone, block.startPfn(), block.endPfn());
        if (range == null) {
            return Errno.EBUSY;
        }
        gates.pass(StepGate.RANGE_ISOLATED);
        notifiers.notifyAll(MemoryAction.GOING_OFFLINE);
        int rc;
        try (Undertaking offline =
                progress.begin("__offline_pages of memory block " + block.id(), () -> waitsFor(range))) {
            rc = untilIsolated(zone, range, offline);
        }
        if (rc == 0) {
            range.offline();
        } else {
            range.undo();
            notifiers.notifyAll(MemoryAction.CANCEL_OFFLINE);
        }
        return rc;
    }

    private static String waitsFor(IsolatedRange range) {
        List<String> missing = range.shortfall();
        return missing.size() + " of its pages to be free: "
                + String.join(", ", missing.subList(0, Math.min(PAGES_NAMED, missing.size())))
                + (missing.size() > PAGES_NAMED ? " and more" : "");
    }

    /** Only a signal ends it before all pages are free, as in the kernel; the watchdog sends one. */
    private int untilIsolated(Zone zone, IsolatedRange range, Undertaking offline) {
        int rounds = 0;
        boolean free;
        do {
            if (!evacuate(range)) {
                return Errno.EINTR;
            }
            rounds++;
            free = range.testPagesIsolated();
            if (!free) {
                if (policy == DrainPolicy.AGAIN) {
                    drain.drainAllPages(zone, false);
                }
                if (!offline.round(range.shortfall(), range.isOnPcpLists())) {
                    Task.current().setSignalPending(true);
                }
            }
        } while (!free);
        trace.emit("offline_pages", "rounds", rounds);
        return 0;
    }

    /** Moves pages until there is none that could be moved; false if a signal came. */
    private boolean evacuate(IsolatedRange range) {
        int pfn;
        do {
            if (Task.current().isSignalPending()) {
                return false;
            }
            lruAddDrainAll.run();
            pfn = range.firstMovablePage();
            doMigrateRange(range, pfn);
        } while (pfn != Memmap.NONE);
        return true;
    }

    private void doMigrateRange(IsolatedRange range, int from) {
        int pfn = from;
        while (pfn != Memmap.NONE) {
            migration.migrate(pfn);
            pfn = range.scanMovablePages(pfn + 1);
        }
    }
}
