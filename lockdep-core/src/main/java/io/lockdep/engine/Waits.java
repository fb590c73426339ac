package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/** Waits and signals of a thread that put nothing on its held stack, and acquisitions that are only being considered. */
final class Waits {

    private Waits() {}

    /** Waits for a lock without holding it afterwards. */
    static void touch(HeldLocks held, Object wanted, int flags, int site) {
        Body body = held.body();
        if (held.isBusy() || (held.lock == null && body == null)) {
            return;
        }
        if (held.lock == null && body != null) {
            touchInBody(held, body, wanted, flags, site);
            return;
        }
        HeldLock same = held.find(wanted);
        if (same != null) {
            if (held.blocksOnItself(same, flags)) {
                held.selfDeadlock(same, wanted, flags, site);
            }
            return;
        }
        held.resolveOutermost();
        int depth = held.depth();
        int lockClass = LockClasses.of(wanted, site);
        long key = Chain.touched(Chain.key(held, depth, wanted, lockClass, flags));
        if (!held.isKnown(key, depth, wanted)) {
            if (held.dropStrays()) {
                touch(held, wanted, flags, site);
            } else {
                held.validate(depth, wanted, lockClass, flags, site, key, Step.TOUCH);
            }
        }
    }

    private static void touchInBody(HeldLocks held, Body body, Object wanted, int flags, int site) {
        int lockClass = LockClasses.of(wanted, site);
        long key = Chain.touched(Chain.inBody(body.key, lockClass, flags));
        if (!held.isKnown(key, 0, wanted)) {
            held.validate(0, wanted, lockClass, flags, site, key, Step.TOUCH);
        }
    }

    /** Says that others wait for something that depends on what is held now. */
    static void signal(HeldLocks held, Object signal) {
        if (held.lock == null || held.isBusy()) {
            return;
        }
        held.resolveOutermost();
        int lockClass = LockClasses.of(signal, 0);
        long key = Chain.signalled(Chain.key(held, held.depth(), signal, lockClass, Acquisition.TRIED));
        if (held.isKnown(key, held.depth(), signal)) {
            return;
        }
        if (held.dropStrays()) {
            signal(held, signal);
            return;
        }
        boolean was = held.enter();
        try {
            int since = Unsettled.generation();
            boolean ofRing = WaitEvents.learnSignal(held, signal, Engine.graph().classAt(lockClass));
            Unsettled.learn(key, held, held.depth(), signal, ofRing, since);
        } finally {
            held.leave(was);
        }
    }

    /** Asks for further units of a supply of which some are held. */
    static void takeAgain(HeldLocks held, UnitLock supply, HeldLock entry, int count, int flags) {
        if (held.isBusy()) {
            return;
        }
        held.resolveOutermost();
        long key = Chain.again(Chain.key(held, held.depth(), supply, supply.lockClass.index(), flags));
        boolean all = entry.units() + count > supply.units();
        if (all || !held.isKnown(key, held.depth(), supply)) {
            boolean was = held.enter();
            try {
                int since = Unsettled.generation();
                boolean ofRing = Supplies.takeAgain(held, supply, entry, flags, all);
                Unsettled.learn(key, held, held.depth(), supply, ofRing, since);
            } finally {
                held.leave(was);
            }
        }
    }

    /** Waits for a task that only a worker of a pool can run whose workers are all here. */
    static void starve(HeldLocks held, TaskLock task, UnitLock pool) {
        if (!held.isBusy()) {
            boolean was = held.enter();
            try {
                Supplies.starve(held, task, pool);
            } finally {
                held.leave(was);
            }
        }
    }

    /**
     * Looks at an acquisition before it is made, for somebody who may decide against it. Every time that the order is
     * bad, not only the first.
     *
     * @return null if there is nothing to be said
     */
    static @Nullable Hearing judge(HeldLocks held, Object wanted, int flags, int site) {
        if (held.isBusy() || (held.lock == null && !Contexts.exist())) {
            return null;
        }
        HeldLock same = held.find(wanted);
        if (same != null) {
            boolean blocks = !Acquisition.isAnnounced(same.flags()) && held.blocksOnItself(same, flags);
            return blocks ? judgeAgain(held, same, wanted, flags, site) : null;
        }
        held.resolveOutermost();
        int at = held.depth();
        int lockClass = LockClasses.of(wanted, site);
        long key = Chain.judged(Chain.keyAnywhere(held, at, wanted, lockClass, flags));
        if (held.isKnown(key, at, wanted)) {
            return null;
        }
        return held.dropStrays()
                ? judge(held, wanted, flags, site)
                : judgeNew(held, wanted, lockClass, flags, site, key);
    }

    private static @Nullable Hearing judgeAgain(HeldLocks held, HeldLock same, Object wanted, int flags, int site) {
        Hearing judges = new Hearing();
        held.thread.hear(judges);
        try {
            held.selfDeadlock(same, wanted, flags, site);
        } finally {
            held.thread.hear(null);
        }
        return judges.orNull();
    }

    private static @Nullable Hearing judgeNew(
            HeldLocks held, Object wanted, int lockClass, int flags, int site, long key) {
        Hearing judges = new Hearing();
        held.thread.hear(judges);
        boolean was = held.enter();
        try {
            int at = held.depth();
            int since = Unsettled.generation();
            boolean ofRing =
                    Validator.validate(held, at, wanted, Engine.graph().classAt(lockClass), flags, site, Step.ACQUIRE);
            if (judges.orNull() == null) {
                Unsettled.learn(key, held, at, wanted, ofRing, since);
            }
        } finally {
            held.leave(was);
            held.thread.hear(null);
        }
        return judges.orNull();
    }
}
