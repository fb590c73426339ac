package io.lockdep.engine;

import io.lockdep.report.Grade;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one thread, from the look at which it was first seen: what the watchdog remembers from look to look.
 *
 * <p>Only its innermost acquisition is looked at. A thread that is blocked does not touch its held stack, so as long as
 * the wait goes on all of the stack is as it was.
 */
final class Wait {

    final HeldLocks held;

    /** When it was first seen, on the watchdog's clock; it began earlier. */
    final long sinceNs;

    private final int depth;
    private final @Nullable HeldLock top;
    private final @Nullable Object lock;
    private final int waitCount;

    /** Whether the last look found that it cannot end. */
    boolean wasStuck;

    /** Whether it has been reported as part of a deadlock. */
    boolean isInDeadlock;

    /** How it has been reported as a stall, null if not yet. */
    @Nullable
    Grade saidAs;

    private Wait(HeldLocks held, int depth, @Nullable HeldLock top, long nowNs) {
        this.held = held;
        this.depth = depth;
        this.top = top;
        this.lock = top == null ? null : top.lock;
        this.waitCount = held.thread.waitCount();
        this.sinceNs = nowNs;
    }

    /** {@return the wait that a thread seems to be in, null if it moves} */
    static @Nullable Wait begin(HeldLocks held, long nowNs) {
        HeldLock[] slots = held.slots();
        int depth = held.depth();
        if (depth > slots.length) {
            return null;
        }
        HeldLock top = depth == 0 ? null : slots[depth - 1];
        Wait wait = new Wait(held, depth, top, nowNs);
        return (top == null || WaitMark.put(top)) && wait.goesOn() ? wait : null;
    }

    /** {@return whether the thread has not gone on since, provided that it waits now} */
    boolean goesOn() {
        return held.depth() == depth
                && held.thread.waitCount() == waitCount
                && (top == null || (WaitMark.isOn(top) && top.lock == lock));
    }
}
