package io.lockdep.engine;

import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has units of a bounded supply, and who must be waiting for one.
 *
 * <p>A thread asks for a unit before it waits and need not say when it has got one, and where it waits is the program's
 * business. But of all that it has asked for, only the last can be outstanding, and only if nothing came after it. If
 * what is certain makes up the whole supply, then whatever is not certain is being waited for.
 */
final class Units {

    private final UnitLock supply;
    private final List<HeldSnapshot> holders = new ArrayList<>(2);
    private final List<HeldSnapshot> asking = new ArrayList<>(1);
    private long certain;

    /**
     * Counts the units.
     *
     * @param supply the supply
     * @param threads those that have it on their held stacks
     */
    Units(UnitLock supply, List<HeldSnapshot> threads) {
        this.supply = supply;
        for (HeldSnapshot thread : threads) {
            int slot = thread.slotOf(supply);
            long has = thread.held.get(slot).units();
            if (mayAsk(thread, slot)) {
                has--;
                asking.add(thread);
            }
            certain += has;
            if (has > 0) {
                holders.add(thread);
            }
        }
    }

    // A worker has its place when it says so: it is running a task.
    private boolean mayAsk(HeldSnapshot thread, int slot) {
        HeldLock entry = thread.held.get(slot);
        if (thread.wanted() == supply) {
            return true;
        }
        if (thread.ended || supply.lockClass.rules().nature() == Nature.POOL) {
            return false;
        }
        if (entry.isHeldOnce() && (Acquisition.isTried(entry.flags()) || !isLast(thread, slot))) {
            return false;
        }
        return thread.waitsForUnknown() || !thread.isWaiting();
    }

    private static boolean isLast(HeldSnapshot thread, int slot) {
        for (int i = slot + 1; i < thread.held.size(); i++) {
            if (!thread.isUnsure(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether no unit is left, so that whoever asks has to wait} */
    boolean isExhausted() {
        return certain >= supply.units() && !supply.isSignal();
    }

    /** {@return the threads that have a unit for certain; all that have one if it is exhausted} */
    List<HeldSnapshot> holders() {
        return holders;
    }

    /** Tells the threads that wait for a unit so. */
    void settle() {
        if (isExhausted()) {
            for (HeldSnapshot thread : asking) {
                if (thread.waitsForUnknown()) {
                    thread.waitsForUnit(thread.slotOf(supply));
                }
            }
        }
    }
}
