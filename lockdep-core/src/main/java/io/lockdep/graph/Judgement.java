package io.lockdep.graph;

import io.lockdep.report.Grade;
import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.List;

/** How much one observation per edge of a ring says, taken together: the table of grades, from the top. */
final class Judgement {

    /** No combination says more. */
    static final int MOST = Grade.HIGH.ordinal() * 2;

    private final List<LockClass> classes;
    private final List<Evidence> parties;
    private final Columns columns;
    private final List<Evidence> waits;
    private final boolean onInstances;
    private Grade grade = Grade.LOW;
    private String reason = "";

    Judgement(List<LockClass> classes, List<Evidence> parties) {
        this.classes = classes;
        this.parties = parties;
        this.columns = Columns.of(parties, classes);
        this.waits = columns.waits(parties);
        this.onInstances = closesOnInstances();
        judge();
    }

    /** {@return the higher, the more it says; among equal grades a ring on one set of instances is the better witness} */
    int score() {
        return grade.ordinal() * 2 + (onInstances ? 1 : 0);
    }

    Ring ring() {
        return new Ring(parties, columns.numbers(), classes, grade, reason, needs());
    }

    private void judge() {
        LockClass guard = Gates.guard(parties, waits);
        LockClass between = guard == null && waits.size() > 2 ? Gates.between(classes, parties, waits) : null;
        if (parties.size() == 1) {
            is(Grade.MEDIUM, "the class is strict: nesting two of its instances is a finding by itself");
        } else if (isQueuedAndRunning()) {
            is(Grade.LOW, "the task that waits for a worker is the one that was seen to have it");
        } else if (guard != null) {
            is(Grade.LOW, "every edge was seen under one common outer lock: " + guard.name());
        } else if (between != null) {
            is(Grade.LOW, "two of the parties cannot overlap: both were seen under " + between.name());
        } else if (isTimed()) {
            is(Grade.LOW, "one of the acquisitions gives up after a while");
        } else if (isAnsweredByItself()) {
            is(Grade.LOW, "who waits there has come to signal it, and does not wait for himself");
        } else if (isReadersOnly()) {
            is(Grade.LOW, "only readers so far: no writer of these locks has been seen");
        } else if (isOrdered()) {
            is(Grade.LOW, "the parties cannot overlap: one was started, or waited for, after the other was done");
        } else if (isDeclared()) {
            is(Grade.MEDIUM, "it breaks an order of locks that the program declares");
        } else if (onInstances) {
            judgeFlows();
        } else if (Confinement.isTotal(classes, parties)) {
            is(Grade.LOW, "each thread has instances of its own: none of them has been seen with two threads");
        } else {
            is(Grade.MEDIUM, "the cycle closes on lock classes, not yet on the same instances");
        }
    }

    private void is(Grade how, String why) {
        grade = how;
        reason = why;
    }

    // A hang needs one flow of control per party; a context comes in on the thread that it hangs.
    private void judgeFlows() {
        if (isThroughContext()) {
            is(Grade.HIGH, "the context can come in while the lock is held, on the same instances");
            return;
        }
        if (isSignalledBefore()) {
            is(Grade.LOW, parties.get(0).threadName() + " had given the signal before it waited, under the same lock");
            return;
        }
        for (int i = 0; i < waits.size(); i++) {
            Evidence party = waits.get(i);
            if (isTwice(party, i)) {
                is(
                        Grade.MEDIUM,
                        waits.size() == 1 || isOneFlow()
                                ? "the cycle closes on the same instances, but by one thread only so far"
                                : "the cycle closes on the same instances, but " + party.threadName()
                                        + " would have to be in two places at once: one thread more is needed");
                return;
            }
            if (i > 0 && !party.threadAlive() && !party.life().isKnown()) {
                is(
                        Grade.MEDIUM,
                        "the cycle closes on the same instances, but " + party.threadName()
                                + " had ended before the cycle closed");
                return;
            }
        }
        int units = unitsLeft();
        if (units > 0) {
            is(
                    Grade.MEDIUM,
                    "the cycle closes on the same instances, but "
                            + (units < Supply.UNKNOWN - 1 ? units + " more" : "all other")
                            + (units == 1 ? " unit" : " units") + " would have to be in use");
            return;
        }
        is(
                Grade.HIGH,
                "the cycle closes on the same instances, by threads that "
                        + (isAlive() ? "are alive together" : "could overlap") + ", under no common lock");
    }

    // Who closes the ring waits under a lock under which it has signalled: whoever gets there has done so, too.
    // Meetings
    // of threads that hold locks look like this.
    private boolean isSignalledBefore() {
        int size = parties.size();
        return size > 2
                && classes.get(size - 2).rules().nature() == Nature.SIGNAL
                && parties.get(size - 1).life() == parties.get(0).life();
    }

    // Units of a supply that nobody was seen to hold in the same way.
    private int unitsLeft() {
        int left = 0;
        for (Evidence party : parties) {
            if (party.from() instanceof Supply supply) {
                left = Math.max(left, supply.units() - 1);
            }
        }
        return left;
    }

    private boolean isTwice(Evidence party, int at) {
        for (int i = 0; i < waits.size(); i++) {
            if (i != at && waits.get(i).life().isSameFlow(party.life())) {
                return true;
            }
        }
        return waits.size() == 1;
    }

    private boolean isOneFlow() {
        for (Evidence wait : waits) {
            if (!wait.life().isSameFlow(waits.get(0).life())) {
                return false;
            }
        }
        return true;
    }

    private boolean isAlive() {
        for (int i = 1; i < waits.size(); i++) {
            if (!waits.get(i).threadAlive()) {
                return false;
            }
        }
        return true;
    }

    private boolean isThroughContext() {
        for (LockClass each : classes) {
            if (each.rules().nature() == Nature.CONTEXT) {
                return true;
            }
        }
        return false;
    }

    // A task waits for a worker before it runs, and holds the worker when it does: not both at once.
    private boolean isQueuedAndRunning() {
        for (int i = 0; i < parties.size(); i++) {
            if (classes.get(i).rules().nature() == Nature.POOL && parties.get(i).life() == next(i).life()) {
                return true;
            }
        }
        return false;
    }

    private boolean isTimed() {
        for (Evidence wait : waits) {
            if (wait.timed()) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnsweredByItself() {
        for (int i = 0; i < parties.size(); i++) {
            if (classes.get(i).rules().isMeeting() && parties.get(i).life() == next(i).life()) {
                return true;
            }
        }
        return false;
    }

    private boolean isDeclared() {
        for (Evidence party : parties) {
            if (party.isDeclared()) {
                return true;
            }
        }
        return false;
    }

    private boolean isOrdered() {
        for (int i = 0; i < waits.size(); i++) {
            for (int j = i + 1; j < waits.size(); j++) {
                if (isSeen(i) && isSeen(j) && Lifeline.ordered(waits.get(i), waits.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    // An order is declared once and holds for whoever is started afterwards.
    private boolean isSeen(int wait) {
        return !waits.get(wait).isDeclared();
    }

    private boolean isReadersOnly() {
        for (int i = 0; i < parties.size(); i++) {
            if (parties.get(i).want() == Mode.EXCLUSIVE
                    || next(i).hold() == Mode.EXCLUSIVE
                    || classes.get(i).writerSeen()) {
                return false;
            }
        }
        return true;
    }

    private boolean closesOnInstances() {
        for (int i = 0; i < parties.size(); i++) {
            Object wanted = parties.get(i).to();
            if (wanted == null || next(i).from() != wanted) {
                return false;
            }
        }
        return true;
    }

    private Evidence next(int i) {
        return parties.get((i + 1) % parties.size());
    }

    // A reader waits for a reader only behind a writer that came between them.
    private List<String> needs() {
        List<String> needs = new ArrayList<>();
        for (int i = 0; i < parties.size(); i++) {
            LockClass at = classes.get(i);
            if (parties.get(i).want() == Mode.SHARED && next(i).hold() != Mode.EXCLUSIVE) {
                needs.add("a waiting writer of " + at.name());
            }
            Nature nature = at.rules().nature();
            boolean last = next(i).from() instanceof Supply supply && supply.units() == 1;
            if (!last && (nature == Nature.RESOURCE || nature == Nature.POOL)) {
                needs.add("all other units of " + at.name() + " in use by flows that wait in the same way");
            }
        }
        return List.copyOf(needs);
    }
}
