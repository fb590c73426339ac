package io.lockdep.engine;

import io.lockdep.report.Grade;
import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all threads now and then: reports who waits for too long, who can never go on, and who has ended with a lock.
 *
 * <p>What it sees and the JVM's own detector does not: read locks, units of a supply, tasks and events, and who holds
 * them.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>Three looks make a deadlock.</b> At the first, a blocked thread's innermost acquisition is marked. If the mark is
 * there at the second, the thread has been blocked all the time in between, and so has everyone else in the ring: their
 * held stacks, read one after the other, are one consistent picture of the moment of the first look. What keeps them from
 * going on may be an answer of the program's own tasks and supplies, which is not so sure; so the third look must agree.
 *
 * <p><b>Nothing in here waits for the program.</b> Threads are read, never stopped; no lock is taken that a program
 * thread holds while it runs code of the program; no method of a program's object is called.
 *
 * <p>Used by one thread. Departs from Linux ({@code kernel/hung_task.c}) in knowing the holders.
 */
final class Watchdog {

    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanos;
    private final Thread self = Thread.currentThread();
    private long stallNs;
    private Map<HeldLocks, Wait> waits = new HashMap<>();
    private Set<HeldLocks> ended = new HashSet<>();

    /**
     * A watchdog that is looked with from the current thread.
     *
     * @param stallNs how long a thread may wait, in nanoseconds
     * @param nanos the clock, as {@link System#nanoTime}
     */
    Watchdog(long stallNs, LongSupplier nanos) {
        this.stallNs = stallNs;
        this.nanos = nanos;
    }

    /** Links what the first look at a blocked thread would link, while nothing else can be in the way. */
    static void warmUp() {
        Thread current = Thread.currentThread();
        OtherThread.state(current);
        OtherThread.stack(current);
        WaitMark.put(new HeldLock());
    }

    void stallAfter(long ns) {
        stallNs = ns;
    }

    /** Looks once. */
    void look() {
        long now = nanos.getAsLong();
        List<HeldLocks> all = ThreadTable.all();
        Map<HeldLocks, Wait> goingOn = glance(all, now);
        if (!goingOn.isEmpty()) {
            judge(all, goingOn, now);
        }
    }

    // Cheap: no stack is read of a thread that has moved since the last look.
    private Map<HeldLocks, Wait> glance(List<HeldLocks> all, long now) {
        Map<HeldLocks, Wait> before = waits;
        waits = new HashMap<>();
        Set<HeldLocks> endedBefore = ended;
        ended = new HashSet<>();
        Map<HeldLocks, Wait> goingOn = new HashMap<>();
        for (HeldLocks held : all) {
            Thread thread = held.thread.get();
            if (thread == self || isIdle(held)) {
                continue;
            }
            Thread.State state = thread == null ? Thread.State.TERMINATED : OtherThread.state(thread);
            if (state == Thread.State.TERMINATED) {
                ended.add(held);
                if (!endedBefore.contains(held)) {
                    Leftovers.report(held);
                }
            } else if (HeldSnapshot.isWaiting(state)) {
                Wait known = before.get(held);
                if (known != null && known.goesOn()) {
                    goingOn.put(held, known);
                    waits.put(held, known);
                } else {
                    Wait begun = Wait.begin(held, now);
                    if (begun != null) {
                        waits.put(held, begun);
                    }
                }
            }
        }
        return goingOn;
    }

    private static boolean isIdle(HeldLocks held) {
        return held.depth() == 0 && held.thread.waitingFor() == null;
    }

    private void judge(List<HeldLocks> all, Map<HeldLocks, Wait> goingOn, long now) {
        List<HeldSnapshot> threads = new ArrayList<>();
        for (HeldLocks held : all) {
            if (!isIdle(held)) {
                threads.add(HeldSnapshot.of(held, goingOn.get(held)));
            }
        }
        Blockers blockers = new Blockers(threads);
        List<HeldSnapshot> blocked = new ArrayList<>();
        for (HeldSnapshot thread : threads) {
            Wait wait = thread.wait;
            if (wait != null && thread.wanted() != null && wait.goesOn()) {
                blocked.add(thread);
            } else if (wait != null) {
                wait.wasStuck = false;
            }
        }
        WaitGraph graph = new WaitGraph(blocked, blockers);
        for (HeldSnapshot thread : blocked) {
            reportRing(thread, graph, blockers, now);
        }
        for (HeldSnapshot thread : blocked) {
            Wait wait = thread.wait;
            if (wait != null) {
                reportStall(thread, wait, graph.isStuck(thread), blockers, now);
                wait.wasStuck = graph.isStuck(thread);
            }
        }
    }

    // Of a set of threads that are all stuck on each other, the shortest ring is the one to look at.
    private static void reportRing(HeldSnapshot thread, WaitGraph graph, Blockers blockers, long now) {
        if (thread.wait == null || !thread.wait.wasStuck || thread.wait.isInDeadlock) {
            return;
        }
        List<HeldSnapshot> set = graph.setOf(thread);
        List<HeldSnapshot> best = List.of();
        for (HeldSnapshot member : set) {
            Wait wait = member.wait;
            if (wait == null || !wait.wasStuck) {
                return;
            }
            List<HeldSnapshot> ring = wait.isInDeadlock ? List.of() : graph.ring(member);
            best = best.isEmpty() || (!ring.isEmpty() && ring.size() < best.size()) ? ring : best;
        }
        if (!best.isEmpty()) {
            List<HeldSnapshot> ring = fromLast(best);
            Set<HeldSnapshot> others = new LinkedHashSet<>(ring);
            others.addAll(set);
            for (HeldSnapshot member : set) {
                others.addAll(blockers.of(member).enders());
                if (member.wait != null) {
                    member.wait.isInDeadlock = true;
                }
            }
            WaitReporter.deadlock(ring, List.copyOf(others), blockers, seconds(ring.get(0), now));
        }
    }

    // The thread that was blocked last closed the ring.
    private static List<HeldSnapshot> fromLast(List<HeldSnapshot> ring) {
        int last = 0;
        for (int i = 1; i < ring.size(); i++) {
            Wait wait = ring.get(i).wait;
            Wait latest = ring.get(last).wait;
            if (wait != null && latest != null && wait.sinceNs > latest.sinceNs) {
                last = i;
            }
        }
        List<HeldSnapshot> rotated = new ArrayList<>(ring.subList(last, ring.size()));
        rotated.addAll(ring.subList(0, last));
        return rotated;
    }

    private void reportStall(HeldSnapshot thread, Wait wait, boolean stuck, Blockers blockers, long now) {
        boolean hopeless = stuck && wait.wasStuck;
        Grade grade = hopeless ? Grade.ACTUAL : Grade.MEDIUM;
        if (wait.isInDeadlock || now - wait.sinceNs < stallNs || grade == wait.saidAs || isAtRest(thread)) {
            return;
        }
        wait.saidAs = grade;
        WaitReporter.stall(thread, blockers.of(thread), hopeless, seconds(thread, now));
    }

    // A worker that waits for its next task, or a main thread that waits for its workers, keeps nobody waiting.
    private static boolean isAtRest(HeldSnapshot thread) {
        Object wanted = thread.wanted();
        boolean forEvent = wanted != null && isEvent(wanted);
        for (int slot = 0; forEvent && slot < thread.held.size(); slot++) {
            forEvent = !thread.has(slot) || thread.isUnsure(slot) || !keepsOthersOut(thread.held.get(slot).lock);
        }
        return forEvent;
    }

    private static boolean isEvent(Object wanted) {
        return wanted instanceof Awaited awaited ? awaited.nature() != Nature.RESOURCE : SignalEvents.isSignal(wanted);
    }

    private static boolean keepsOthersOut(@Nullable Object lock) {
        return !(lock instanceof ClassedLock classed)
                || classed.excludes()
                || classed.lockClass.rules().nature() == Nature.RESOURCE;
    }

    private static long seconds(HeldSnapshot thread, long now) {
        return thread.wait == null ? 0 : (now - thread.wait.sinceNs) / NANOS;
    }
}
