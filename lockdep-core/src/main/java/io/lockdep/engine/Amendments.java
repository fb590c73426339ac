package io.lockdep.engine;

import io.lockdep.graph.LockClass;

/** Changes to what a thread holds other than taking and releasing: its class, its mode, a pin, its end. */
final class Amendments {

    private Amendments() {}

    /**
     * Changes the class of a lock that is held; what is above it is taken again (kernel: {@code lock_set_class}).
     *
     * @return false if it is not held
     */
    static boolean reclass(HeldLocks held, Object lock, LockClass to) {
        int at = indexOf(held, lock);
        if (at < 0) {
            return false;
        }
        HeldLock entry = held.at(at);
        entry.what = HeldLock.what(entry.site(), HeldLock.word(entry.flags(), to.index()));
        held.replay(at);
        return true;
    }

    /**
     * Turns exclusive into shared (kernel: {@code lock_downgrade}).
     *
     * @return false if it is not held
     */
    static boolean downgrade(HeldLocks held, Object lock) {
        int at = indexOf(held, lock);
        if (at < 0) {
            return false;
        }
        HeldLock entry = held.at(at);
        int flags = Acquisition.withMode(entry.flags(), Acquisition.SHARED);
        entry.what = HeldLock.what(entry.site(), HeldLock.word(flags, entry.lockClass()));
        held.replay(at);
        return true;
    }

    /** Says that a lock must stay held, or may be released again; it was said of one that is not held if false. */
    static boolean pin(HeldLocks held, Object lock, boolean on) {
        HeldLock entry = held.find(lock);
        if (entry == null || (!on && !entry.isPinned())) {
            return false;
        }
        if (on) {
            entry.pin();
        } else {
            entry.unpin();
        }
        return true;
    }

    /** A lock is released although somebody up the stack relies on it. */
    static void releasedPinned(HeldLocks held, int at) {
        Moment moment = new Moment(held, held.depth());
        Reporter.assertion(moment, moment.flow.held().get(at), "it is released while it is pinned");
    }

    /** A lock is given up, or begins anew. */
    static void retire(HeldLocks held, Object lock) {
        int at = indexOf(held, lock);
        if (at >= 0) {
            Moment moment = new Moment(held, held.depth());
            Reporter.reinit(moment, moment.flow.held().get(at));
        }
    }

    /** A flow of control has ended that began with less on the stack. */
    static void ended(HeldLocks held, int depthBefore, String what) {
        for (int i = depthBefore; i < held.depth(); i++) {
            if (held.classAt(i).rules().tracked()) {
                Reporter.heldAtExit(new Moment(held, held.depth()), what, i);
                return;
            }
        }
    }

    private static int indexOf(HeldLocks held, Object lock) {
        for (int i = 0; i < held.depth(); i++) {
            if (held.at(i).lock == lock) {
                return i;
            }
        }
        return -1;
    }
}
