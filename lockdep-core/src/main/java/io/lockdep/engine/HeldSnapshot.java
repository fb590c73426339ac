package io.lockdep.engine;

import io.lockdep.graph.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What another thread holds and waits for at one moment, read while it may be running.
 *
 * <p>Read twice, until both readings agree. Of a thread that is blocked it is exact; of one that runs it is what it was a
 * moment ago, good enough to be shown and never the reason for a verdict.
 */
final class HeldSnapshot {

    private static final int MAX_DEPTH = 256;
    private static final int READINGS = 4;
    private static final StackTraceElement[] NO_FRAMES = {};

    final long id;
    final String name;
    final boolean ended;

    /** Copies of the slots, outermost first. */
    final List<HeldLock> held;

    /** The wait that goes on since an earlier look; null if the thread went on in between. */
    final @Nullable Wait wait;

    final Thread.State state;
    private final @Nullable Thread thread;
    private final @Nullable HeldLocks of;
    private final @Nullable Object waitingFor;
    private final boolean awaitsCondition;
    private final int bodies;
    private final int ownSlot;
    private final int waitSite;

    private boolean looked;
    private boolean moved;
    private StackTraceElement[] stack = NO_FRAMES;
    private BlockedOn blockedOn = BlockedOn.NOTHING;
    private int givenUp = -1;

    private HeldSnapshot(long id, @Nullable Thread thread, @Nullable HeldLocks of, @Nullable Wait wait) {
        this.id = id;
        this.thread = thread;
        this.of = of;
        this.wait = wait;
        this.ended = thread == null || OtherThread.state(thread) == Thread.State.TERMINATED;
        this.name = thread == null ? "(ended)/" + id : ThreadName.of(thread, id);
        this.waitingFor = of == null ? null : of.thread.waitingFor();
        this.awaitsCondition = of != null && of.thread.condition() != null;
        this.bodies = of == null ? 0 : Body.countOffStack(of.body());
        this.ownSlot = of == null || of.thread.ownSlot() < 0 ? -1 : of.thread.ownSlot() + bodies;
        this.waitSite = of == null ? 0 : of.thread.waitSite();
        this.held = of == null ? List.of() : read(of);
        this.state = thread == null ? Thread.State.TERMINATED : OtherThread.state(thread);
    }

    static HeldSnapshot of(HeldLocks held, @Nullable Wait wait) {
        return new HeldSnapshot(held.owner, held.thread.get(), held, wait);
    }

    /** A thread that has never held anything. */
    static HeldSnapshot of(Thread thread) {
        return new HeldSnapshot(ThreadId.of(thread), thread, null, null);
    }

    private static List<HeldLock> read(HeldLocks held) {
        List<HeldLock> last = readOnce(held);
        for (int i = 1; i < READINGS; i++) {
            List<HeldLock> now = readOnce(held);
            if (isSame(last, now)) {
                return now;
            }
            last = now;
        }
        return last;
    }

    private static List<HeldLock> readOnce(HeldLocks held) {
        HeldLock[] slots = held.slots();
        int depth = Math.min(Math.min(held.depth(), slots.length), MAX_DEPTH);
        List<HeldLock> copies = new ArrayList<>(depth + 2);
        addBodies(held.body(), copies);
        for (int i = 0; i < depth; i++) {
            HeldLock copy = new HeldLock();
            HeldLock slot = slots[i];
            if (slot != null) {
                copy.copyFrom(slot);
            }
            if (copy.lock != null) {
                copies.add(copy);
            }
        }
        return copies;
    }

    // Outermost first, as things that nobody had to wait for.
    private static void addBodies(@Nullable Body innermost, List<HeldLock> to) {
        for (Body each = innermost; each != null; each = each.outer) {
            if (!each.onStack) {
                HeldLock copy = new HeldLock();
                copy.lock = each.lock;
                int flags = Acquisition.EXCLUSIVE | Acquisition.TRIED;
                copy.what = HeldLock.what(0, HeldLock.word(flags, each.lock.lockClass.index()));
                to.add(0, copy);
            }
        }
    }

    private static boolean isSame(List<HeldLock> one, List<HeldLock> other) {
        for (int i = 0; i < one.size() && i < other.size(); i++) {
            HeldLock a = one.get(i);
            HeldLock b = other.get(i);
            if (a.lock != b.lock || a.what != b.what || a.again != b.again) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    /** Reads the stack, once, and finds out what the thread waits for. */
    private BlockedOn look() {
        if (!looked) {
            looked = true;
            Thread alive = thread;
            if (alive != null && !ended) {
                stack = OtherThread.stack(alive);
                Object blocker = LockSupport.getBlocker(alive);
                givenUp = ownSlot < held.size() && isInKnownWait() ? ownSlot : -1;
                BlockedOn found = BlockedOn.find(state, stack, blocker, held, waitingFor, givenUp);
                if (found.what() == null && state == Thread.State.BLOCKED && wait != null) {
                    found = BlockedOn.monitor(UnknownMonitor.of(id));
                }
                moved = of != null && !isSame(held, readOnce(of));
                blockedOn = moved ? BlockedOn.NOTHING : found;
                int unit = blockedOn.what() instanceof UnitLock supply ? slotOf(supply) : -1;
                if (unit >= 0) {
                    waitsForUnit(unit);
                }
            }
        }
        return blockedOn;
    }

    private boolean isInKnownWait() {
        return awaitsCondition ? BlockedOn.isInWait(stack, false) : BlockedOn.isInWaitAt(stack, waitSite);
    }

    /** {@return whether a slot stands for the thread or task that runs, which is no news to who looks at a thread} */
    boolean isBody(int slot) {
        return slot < bodies && held.get(slot).lock instanceof TaskLock;
    }

    /** {@return the slot of the lock that the thread has given up, to wait for a signal; -1 if none is known} */
    int givenUp() {
        return isWaiting() && !moved && look().what() == null ? givenUp : -1;
    }

    /** {@return whether the lock that was given up is a monitor} */
    boolean isInObjectWait() {
        return !awaitsCondition;
    }

    /** {@return whether the thread waits, for what is not known} */
    boolean waitsForUnknown() {
        return look().what() == null && isWaiting() && !moved;
    }

    /** It must be a unit of the supply in that slot. */
    void waitsForUnit(int slot) {
        blockedOn = BlockedOn.unit(held.get(slot), slot, state);
    }

    /** {@return the stack, innermost frame first} */
    StackTraceElement[] stack() {
        look();
        return stack;
    }

    /** {@return what the thread waits for, null if it does not or that is not known} */
    @Nullable
    Object wanted() {
        return look().what();
    }

    Mode wantedMode() {
        return look().mode();
    }

    boolean isTimed() {
        return look().timed();
    }

    /** {@return number of the place where it waits, 0 if that was not recorded} */
    int wantedSite() {
        int slot = look().slot();
        return slot < 0 || look().again() ? 0 : held.get(slot).site();
    }

    /** {@return where a lock is on the held stack, -1 if it is not} */
    int slotOf(Object lock) {
        for (int slot = 0; slot < held.size(); slot++) {
            if (held.get(slot).lock == lock) {
                return slot;
            }
        }
        return -1;
    }

    /** {@return whether a slot stands for what the thread has, not for what it waits for} */
    boolean has(int slot) {
        HeldLock entry = held.get(slot);
        if (ended && (entry.flags() & Acquisition.MONITOR) != 0) {
            return false;
        }
        BlockedOn blocked = look();
        return blocked.again() || entry.lock != blocked.what() || isNeverAwaited(entry.lock);
    }

    /**
     * Whether what looks held may not be: the innermost lock of a thread that runs may be about to be awaited, and a thread
     * in {@code Object.wait} or {@code Condition.await} has given one of its locks up.
     */
    boolean isUnsure(int slot) {
        look();
        if (ended || isNeverAwaited(held.get(slot).lock)) {
            return false;
        }
        if (!isWaiting() || moved) {
            return slot == held.size() - 1;
        }
        if (givenUp >= 0) {
            return slot == givenUp;
        }
        boolean monitor = (held.get(slot).flags() & Acquisition.MONITOR) != 0;
        return waitingFor == null && BlockedOn.isInWait(stack, monitor);
    }

    private static boolean isNeverAwaited(@Nullable Object lock) {
        return lock instanceof ClassedLock classed && !classed.excludes() && !(lock instanceof UnitLock);
    }

    boolean isWaiting() {
        return isWaiting(state);
    }

    static boolean isWaiting(Thread.State state) {
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}
