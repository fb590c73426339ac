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
     * @param rule how many of {@code enders} it takes to end the wait
     * @param enders who can end it
     * @param holders who has what is wanted; not the same where a reader waits behind a writer that waits for readers
     */
    record Blocked(Enders.Rule rule, List<HeldSnapshot> enders, List<HeldSnapshot> holders) {}

    private final Map<Long, HeldSnapshot> threads = new HashMap<>();
    private final IdentityHashMap<Object, List<HeldSnapshot>> byLock = new IdentityHashMap<>();
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
    }

    /** {@return what keeps a thread waiting that waits for something known} */
    Blocked of(HeldSnapshot waiter) {
        Object wanted = waiter.wanted();
        if (wanted == null) {
            return new Blocked(Enders.Rule.UNKNOWN, List.of(), List.of());
        }
        return wanted instanceof Awaited awaited ? of(awaited.enders()) : ofLock(wanted, waiter);
    }

    private Blocked of(Enders known) {
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
        return new Blocked(known.rule(), enders, enders);
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
            return new Blocked(Enders.Rule.UNKNOWN, List.of(), some);
        }
        if (!owners.isEmpty()) {
            return new Blocked(Enders.Rule.ALL, owners, owners);
        }
        if (readers.isEmpty()) {
            return new Blocked(Enders.Rule.UNKNOWN, List.of(), holders.perhaps);
        }
        if (waiter.wantedMode() == Mode.EXCLUSIVE) {
            return new Blocked(Enders.Rule.ALL, readers, readers);
        }
        // Behind a writer that waits for the readers; which of several writers is first in the queue is not known.
        List<HeldSnapshot> writers = writers(lock, waiter);
        return new Blocked(writers.isEmpty() ? Enders.Rule.UNKNOWN : Enders.Rule.ANY, writers, readers);
    }

    private Holders holders(Object lock) {
        Holders known = holders.get(lock);
        if (known == null) {
            known = new Holders();
            for (HeldSnapshot thread : byLock.getOrDefault(lock, List.of())) {
                known.add(thread, slotOf(thread, lock));
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

    private static int slotOf(HeldSnapshot thread, Object lock) {
        for (int slot = 0; slot < thread.held.size(); slot++) {
            if (thread.held.get(slot).lock == lock) {
                return slot;
            }
        }
        return -1;
    }

    /** {@return how a thread holds a lock, null if it does not} */
    static @Nullable HeldLock holdOf(HeldSnapshot thread, Object lock) {
        int slot = slotOf(thread, lock);
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
