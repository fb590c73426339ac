package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Ring;
import io.lockdep.report.Grade;
import java.util.List;

/** Waits for a bounded supply by a thread that has some of it. */
final class Supplies {

    private Supplies() {}

    /**
     * Learns that a thread asks for a further unit.
     *
     * @param all whether it has all units, so that it waits for itself
     * @return whether more of the same could raise the grade of a ring
     */
    static boolean takeAgain(HeldLocks held, UnitLock supply, HeldLock entry, int flags, boolean all) {
        Moment moment = new Moment(held, held.depth());
        Acquired wanted = moment.wanted(supply, supply.lockClass, flags);
        for (int i = 0; i < held.depth(); i++) {
            if (held.at(i) == entry) {
                Acquired has = moment.flow.held().get(i);
                if (all && !wanted.timed()) {
                    Reporter.selfDeadlock(moment, has, wanted, held.pendingSite);
                    return false;
                }
                Ring ring = Engine.graph().holdAndWait(has, wanted, moment.flow);
                if (Permits.mayBePassedOn(supply)) {
                    ring = ring.passedOn(Reporter.PASSED_ON);
                }
                Reporter.say(moment, wanted, held.pendingSite, List.of(ring), List.of());
                return ring.grade().compareTo(Grade.HIGH) < 0;
            }
        }
        return false;
    }

    /** Reports that a thread waits for a task that it would have to run itself. */
    static void starve(HeldLocks held, TaskLock task, UnitLock pool) {
        Moment moment = new Moment(held, held.depth());
        Acquired wanted = moment.wanted(task, task.lockClass, Acquisition.EXCLUSIVE);
        for (Acquired each : moment.flow.held()) {
            if (each.instance() == pool) {
                Reporter.starvation(moment, each, wanted, held.pendingSite);
            }
        }
    }
}
