package io.lockdep.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells one wait of a thread from its next without costing the thread anything: a bit that the watchdog sets in a slot of
 * the thread's held stack, and that every later acquisition in that slot overwrites.
 *
 * <p>So a thread that is found waiting for the same lock twice, with the bit still there, has waited all the time in
 * between. Set by compare-and-set: the owner writes plainly, and what it writes last stands.
 */
final class WaitMark {

    private static final VarHandle WHAT = what();

    private WaitMark() {}

    /** {@return whether the acquisition in a slot is the one that was marked} */
    static boolean isOn(HeldLock slot) {
        return slot.what < 0;
    }

    /**
     * Marks the acquisition in a slot.
     *
     * @return false if the owner wrote to the slot meanwhile
     */
    static boolean put(HeldLock slot) {
        long seen = slot.what;
        return seen < 0 || WHAT.compareAndSet(slot, seen, seen | Long.MIN_VALUE);
    }

    private static VarHandle what() {
        try {
            return MethodHandles.lookup().findVarHandle(HeldLock.class, "what", long.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("HeldLock.what", e);
        }
    }
}
