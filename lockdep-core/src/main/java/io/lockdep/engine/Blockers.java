package io.lockdep.engine;

import io.lockdep.graph.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps whom waiting, among the threads of one look.
 *
 * <p>A lock has as many holders as held stacks say, and only what is certain counts: an exclusive lock with two owners
 * was handed over, or its stacks are not complete, and who frees it is not known.
 */
final class Blockers {

    /**
     * What keeps one thread waiting.
     *
     * @param by what the holders have: what is wanted, or the supply that somebody needs who would do what is wanted
     * @param rule how many of {@code enders} it takes to end the wait
     * @param enders who can end it
     * @param holders who has what is wanted; not the same where a reader waits behind a writer that waits for readers
     */
    record Blocked(Object by, Enders.Rule rule, List<HeldSnapshot> enders, List<HeldSnapshot> holders) {}

    private final Map<Long, HeldSnapshot> threads = new HashMap<>();
    private final IdentityHashMap<Object, List<HeldSnapshot>> byLock = new IdentityHashMap<>();
    private final Map<UnitLock, Units> units = new HashMap<>();
    private final IdentityHashMap<Object, Holders> holders = new IdentityHashMap<>();

    /** Asks the threads of a look, which are read more closely where that is needed. */
    Blockers(List<HeldSnapshot> all) {
        for (HeldSnapshot thread : all) {
            threads.put(thread.id, thread);
            for (HeldLock entry : thread.held) {
                Object lock = entry.lock;
                if (lock != null) {
                    List<HeldSnapshot> known = byLock.get(lock);
                    if (known == null) {
                        known = new ArrayList<>(2);
                        byLock.put(lock, known);
                    }
                    known.add(thread);
                }
            }
        }
        for (Map.Entry<Object, List<HeldSnapshot>> each : byLock.entrySet()) {
            if (each.getKey() instanceof UnitLock supply) {
                Units counted = new Units(supply, each.getValue());
                counted.settle();
                units.put(supply, counted);
            }
        }
    }

    /** {@return what keeps a thread waiting that waits for something known} */
    Blocked of(HeldSnapshot waiter) {
        Object wanted = WaitScene.wantedOf(waiter);
        if (wanted instanceof UnitLock supply) {
            return ofUnit(supply, supply);
        }
        // A task in the queue of a pool is started by any worker that comes free.
        UnitLock pool = wanted instanceof TaskLock task ? task.missesWorker() : null;
        if (pool != null) {
            return ofUnit(wanted, pool);
        }
        return wanted instanceof Awaited awaited ? of(wanted, awaited.enders()) : ofLock(wanted, waiter);
    }

    private Blocked ofUnit(Object wanted, UnitLock supply) {
        Units counted = units.get(supply);
        if (counted == null) {
            return unknown(wanted, List.of());
        }
        List<HeldSnapshot> some = counted.holders();
        return counted.isExhausted() ? new Blocked(supply, Enders.Rule.ANY, some, some) : unknown(supply, some);
    }

    private static Blocked unknown(Object by, List<HeldSnapshot> some) {
        return new Blocked(by, Enders.Rule.UNKNOWN, List.of(), some);
    }

    private Blocked of(Object wanted, Enders known) {
        List<HeldSnapshot> enders = new ArrayList<>(known.threads().size());
        for (Thread thread : known.threads()) {
            long id = ThreadId.of(thread);
            HeldSnapshot ender = threads.get(id);
            if (ender == null) {
                ender = HeldSnapshot.of(thread);
                threads.put(id, ender);
            }
            enders.add(ender);
        }
        return new Blocked(wanted, known.rule(), enders, enders);
    }

    private Blocked ofLock(Object lock, HeldSnapshot waiter) {
        Holders holders = holders(lock);
        List<HeldSnapshot> owners = holders.owners;
        List<HeldSnapshot> readers = holders.readers;
        // Several may be inside a map at once, and one who is not there yet may end the wait.
        boolean map = lock instanceof ClassedLock classed && !classed.excludes();
        if (map || owners.size() + (readers.isEmpty() ? 0 : 1) > 1) {
            List<HeldSnapshot> some = new ArrayList<>(owners);
            some.addAll(readers);
            return unknown(lock, some);
        }
        if (!owners.isEmpty()) {
            return new Blocked(lock, Enders.Rule.ALL, owners, owners);
        }
        if (readers.isEmpty()) {
            return unknown(lock, holders.perhaps);
        }
        if (waiter.wantedMode() == Mode.EXCLUSIVE) {
            return new Blocked(lock, Enders.Rule.ALL, readers, readers);
        }
        // Behind a writer that waits for the readers; which of several writers is first in the queue is not known.
        List<HeldSnapshot> writers = writers(lock, waiter);
        return new Blocked(lock, writers.isEmpty() ? Enders.Rule.UNKNOWN : Enders.Rule.ANY, writers, readers);
    }

    private Holders holders(Object lock) {
        Holders known = holders.get(lock);
        if (known == null) {
            known = new Holders();
            for (HeldSnapshot thread : byLock.getOrDefault(lock, List.of())) {
                known.add(thread, thread.slotOf(lock));
            }
            holders.put(lock, known);
        }
        return known;
    }

    private List<HeldSnapshot> writers(Object lock, HeldSnapshot reader) {
        List<HeldSnapshot> writers = new ArrayList<>(1);
        if (reader.wantedMode() == Mode.SHARED) {
            for (HeldSnapshot thread : byLock.getOrDefault(lock, List.of())) {
                if (thread != reader && thread.wanted() == lock && thread.wantedMode() == Mode.EXCLUSIVE) {
                    writers.add(thread);
                }
            }
        }
        return writers;
    }

    /** {@return how a thread holds a lock, null if it does not} */
    static @Nullable HeldLock holdOf(HeldSnapshot thread, Object lock) {
        int slot = thread.slotOf(lock);
        return slot >= 0 && thread.has(slot) ? thread.held.get(slot) : null;
    }

    /** Who has a lock, by how. */
    private static final class Holders {

        final List<HeldSnapshot> owners = new ArrayList<>(1);
        final List<HeldSnapshot> readers = new ArrayList<>(1);
        final List<HeldSnapshot> perhaps = new ArrayList<>(1);

        void add(HeldSnapshot thread, int slot) {
            if (thread.has(slot)) {
                boolean shared = Acquisition.isShared(thread.held.get(slot).flags());
                (thread.isUnsure(slot) ? perhaps : shared ? readers : owners).add(thread);
            }
        }
    }
}
