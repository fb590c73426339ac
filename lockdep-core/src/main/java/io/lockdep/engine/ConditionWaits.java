package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.graph.Ring;
import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the wait for a signal says of the order of locks.
 *
 * <p>The thread gives one lock up and keeps the others. So each of the others is held while the signal is awaited, and
 * while the lock is taken again. Who signals holds the lock too, but nobody who waits has it, so it is no part of what
 * the signal depends on; that the lock itself is needed, the second dependency says.
 *
 * <p>While this looks, the slot of the lock is at the top of the held stack, so that what is kept is a prefix of it.
 */
final class ConditionWaits {

    private ConditionWaits() {}

    /** This thread awaits a condition whose lock is in a slot, or is not known (-1). */
    static void awaits(HeldLocks held, int own, Object condition, boolean timed) {
        if (!held.isBusy()) {
            waits(held, own, condition, Conditions.classOf(held, condition, own), timed);
        }
    }

    /** This thread waits on a monitor, which is in a slot. */
    static void waits(HeldLocks held, int own, Object monitor, boolean timed) {
        if (!held.isBusy()) {
            waits(held, own, monitor, Engine.graph().signalOf(held.classAt(own)), timed);
        }
    }

    private static void waits(HeldLocks held, int own, Object signal, LockClass of, boolean timed) {
        held.resolveOutermost();
        Object lock = own < 0 ? null : held.at(own).lock;
        if (look(held, own, signal, of, timed, false)) {
            return;
        }
        held.dropStrays();
        int at = lock == null ? -1 : held.slotOf(lock);
        look(held, at, signal, of, timed, true);
    }

    // Returns whether nothing can be learnt.
    private static boolean look(HeldLocks held, int own, Object signal, LockClass of, boolean timed, boolean learns) {
        int kept = held.depth() - (own < 0 ? 0 : 1);
        if (kept == 0) {
            return true;
        }
        held.raise(own);
        try {
            boolean known = isPart(held) || !of.rules().validates() || await(held, kept, signal, of, timed, learns);
            return (own < 0 || takeAgain(held, kept, learns)) && known;
        } finally {
            held.lower(own);
        }
    }

    // Of a wait for something else that was announced, or of the way in which a lock of the program works.
    private static boolean isPart(HeldLocks held) {
        return held.thread.waitingFor() != null || held.thread.isInLockMethod();
    }

    private static boolean await(HeldLocks held, int kept, Object signal, LockClass of, boolean timed, boolean learns) {
        int flags = timed ? Acquisition.EXCLUSIVE | Acquisition.TIMED : Acquisition.EXCLUSIVE;
        long key = Chain.touched(Chain.key(held, kept, signal, of.index(), flags));
        boolean known = held.isKnown(key, kept, signal);
        if (!known && learns) {
            learnWait(held, kept, signal, of, flags, key);
        }
        return known;
    }

    private static boolean takeAgain(HeldLocks held, int kept, boolean learns) {
        HeldLock own = held.at(kept);
        Object lock = own.lock;
        if (lock == null) {
            return true;
        }
        int flags = Acquisition.EXCLUSIVE;
        long key = Chain.touched(Chain.key(held, kept, lock, own.lockClass(), flags));
        boolean known = held.isKnown(key, kept, lock);
        if (!known && learns) {
            held.validate(kept, lock, own.lockClass(), flags, 0, key, Step.TOUCH);
        }
        return known;
    }

    private static void learnWait(HeldLocks held, int kept, Object signal, LockClass of, int flags, long key) {
        boolean was = held.enter();
        try {
            int since = Unsettled.generation();
            Moment moment = new Moment(held, kept);
            Acquired event = moment.wanted(signal, of, flags);
            LockGraph graph = Engine.graph();
            List<Ring> rings = new ArrayList<>(0);
            boolean ofRing = false;
            for (Acquired outer : moment.flow.held()) {
                if (isLock(outer)) {
                    rings.addAll(graph.connect(outer, event, moment.flow, false));
                    ofRing |= graph.isInRing(outer.lockClass(), of);
                }
            }
            Reporter.say(moment, event, 0, rings, List.of());
            Unsettled.learn(key, held, kept, signal, ofRing, since);
        } finally {
            held.leave(was);
        }
    }

    /**
     * This thread signals.
     *
     * @param held its stack
     * @param own where the lock of the signal is, -1 if that is not known
     * @param signal the condition or monitor
     * @param of the class of the signal
     */
    static void signals(HeldLocks held, int own, Object signal, LockClass of) {
        if (held.isBusy() || held.thread.isInLockMethod() || !of.rules().validates()) {
            return;
        }
        held.resolveOutermost();
        Object lock = own < 0 ? null : held.at(own).lock;
        long key = Chain.signalled(Chain.key(held, held.depth(), signal, of.index(), Acquisition.TRIED));
        if (held.isKnown(key, held.depth(), signal)) {
            return;
        }
        if (held.dropStrays()) {
            signals(held, lock == null ? -1 : held.slotOf(lock), signal, of);
            return;
        }
        boolean was = held.enter();
        try {
            int since = Unsettled.generation();
            boolean ofRing = learnSignal(held, lock, signal, of);
            Unsettled.learn(key, held, held.depth(), signal, ofRing, since);
        } finally {
            held.leave(was);
        }
    }

    private static boolean learnSignal(HeldLocks held, @Nullable Object own, Object signal, LockClass of) {
        Moment moment = new Moment(held, held.depth());
        LockGraph graph = Engine.graph();
        Acquired event = moment.wanted(signal, of, Acquisition.EXCLUSIVE);
        List<Ring> rings = new ArrayList<>(0);
        boolean ofRing = false;
        for (Acquired needed : moment.flow.held()) {
            if (needed.instance() != own && isLock(needed)) {
                rings.addAll(graph.connect(event, needed, moment.flow, false));
                ofRing |= graph.isInRing(of, needed.lockClass());
            }
        }
        Reporter.say(moment, event, 0, rings, List.of());
        return ofRing;
    }

    // Tasks, workers and units that a waiting thread has are no locks that a signaller would have to take.
    private static boolean isLock(Acquired held) {
        return held.lockClass().rules().validates() && held.lockClass().rules().nature() == Nature.LOCK;
    }
}
