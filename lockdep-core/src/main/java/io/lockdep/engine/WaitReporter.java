package io.lockdep.engine;

import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.List;

/** Turns what the watchdog found into reports: what is happening now, where {@link Reporter} says what could happen. */
final class WaitReporter {

    private WaitReporter() {}

    /**
     * Reports threads that wait for each other.
     *
     * @param ring the parties, each waiting for the next
     * @param others further threads that matter: those that are stuck with them, writers in a queue
     * @param blockers what keeps them waiting
     * @param seconds how long the first party has waited
     */
    static void deadlock(List<HeldSnapshot> ring, List<HeldSnapshot> others, Blockers blockers, long seconds) {
        List<Party> cycle = new ArrayList<>(ring.size());
        boolean starved = false;
        for (int k = 0; k < ring.size(); k++) {
            HeldSnapshot before = ring.get((k + ring.size() - 1) % ring.size());
            Object by = blockers.of(before).by();
            cycle.add(WaitScene.party(by, ring.get(k), k));
            starved |= WaitScene.natureOf(by) == Nature.POOL;
        }
        HeldSnapshot first = ring.get(0);
        HeldLock conflicting =
                Blockers.holdOf(first, blockers.of(ring.get(ring.size() - 1)).by());
        List<String> facts = new ArrayList<>();
        facts.add(waited(first, seconds));
        if (starved) {
            facts.add("thread pool starvation: every worker that could do what is awaited waits itself");
        }
        Findings.add(new Report(
                ReportKind.ACTUAL_DEADLOCK,
                ReportKind.ACTUAL_DEADLOCK.title(),
                Grade.ACTUAL,
                others.size() == 1
                        ? "the thread waits for what only it can give, now and for ever"
                        : "the threads are blocked on each other now, and none of them can go on",
                Fingerprint.of(ReportKind.ACTUAL_DEADLOCK, Reporter.nodes(cycle)),
                null,
                WaitScene.wanted(first),
                conflicting == null ? null : WaitScene.entry(conflicting),
                cycle,
                List.of(),
                facts,
                WaitScene.bystanders(others),
                WaitScene.scene(first)));
    }

    /**
     * Reports a thread that waits for too long.
     *
     * @param waiter the thread
     * @param blocked what keeps it waiting
     * @param hopeless whether it can never go on
     * @param seconds how long it has waited
     */
    static void stall(HeldSnapshot waiter, Blockers.Blocked blocked, boolean hopeless, long seconds) {
        HeldEntry wanted = WaitScene.wanted(waiter);
        List<String> facts = new ArrayList<>();
        facts.add(waited(waiter, seconds));
        if (blocked.holders().size() != 1 || blocked.rule() == Enders.Rule.UNKNOWN) {
            facts.add(howMany(waiter, blocked));
        }
        for (HeldSnapshot holder : blocked.holders()) {
            if (holder.ended) {
                facts.add("the holder " + holder.name + " has ended holding it");
            } else if (facts.size() < 8) {
                String state = WaitScene.state(holder);
                facts.add("the holder " + holder.name + " is " + state);
            }
        }
        List<HeldSnapshot> others = new ArrayList<>(blocked.holders());
        for (HeldSnapshot ender : blocked.enders()) {
            if (!others.contains(ender)) {
                facts.add(ender.name + " is in the queue before it, and readers wait behind a writer that waits");
                others.add(ender);
            }
        }
        // Not HIGH: a slow holder is far more often the reason than a hang, and no ring was found. Not LOW: it is
        // happening, and somebody who asked for it wants to see it.
        Findings.add(new Report(
                ReportKind.STALL,
                ReportKind.STALL.title(),
                hopeless ? Grade.ACTUAL : Grade.MEDIUM,
                hopeless
                        ? "it waits for ever: who could end the wait has ended or is deadlocked"
                        : "it waits now, longer than it should; whether the wait ends is not known",
                Fingerprint.of(ReportKind.STALL, stalled(wanted, waiter)),
                null,
                wanted,
                null,
                List.of(),
                List.of(),
                facts,
                WaitScene.bystanders(others),
                WaitScene.scene(waiter)));
    }

    /** Reports a lock that nobody can release any more, except by a trick. */
    static void heldAtExit(HeldSnapshot ended, HeldLock held) {
        HeldEntry entry = WaitScene.entry(held);
        boolean bound = (held.flags() & Acquisition.ONCE) == 0 && !(held.lock instanceof ProgramLock);
        Findings.add(new Report(
                ReportKind.HELD_AT_EXIT,
                ReportKind.HELD_AT_EXIT.title(),
                bound ? Grade.ACTUAL : Grade.HIGH,
                bound
                        ? "the thread has ended, and no other one can release the lock"
                        : "the thread has ended, and only another one can release the lock",
                Fingerprint.of(ReportKind.HELD_AT_EXIT, List.of(entry.lockClass())),
                null,
                entry,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                WaitScene.scene(ended)));
    }

    private static String waited(HeldSnapshot waiter, long seconds) {
        return waiter.name + " has waited for " + (seconds == 0 ? "less than 1" : seconds) + " s";
    }

    private static String howMany(HeldSnapshot waiter, Blockers.Blocked blocked) {
        if (WaitScene.natureOf(WaitScene.wantedOf(waiter)) == Nature.SIGNAL) {
            return "it waits for a signal: who will give it is not known";
        }
        if (blocked.holders().isEmpty()) {
            return "nobody is known to hold it: it was taken by code that is not instrumented, or is not held";
        }
        return switch (blocked.rule()) {
            case ANY -> "one of those who hold it is enough to end the wait";
            case ALL -> "all of those who hold it must let go to end the wait";
            case UNKNOWN -> "those who seem to hold it may not be all who can end the wait";
        };
    }

    // Not the holders: who holds it at the time is chance. One text, since what is wanted is no part of a ring.
    private static List<String> stalled(HeldEntry wanted, HeldSnapshot waiter) {
        StringBuilder node = new StringBuilder(wanted.lockClass()).append(' ').append(wanted.mode());
        for (HeldEntry held : WaitScene.held(waiter)) {
            node.append(' ').append(held.lockClass()).append(' ').append(held.mode());
        }
        return List.of(node.toString());
    }
}
