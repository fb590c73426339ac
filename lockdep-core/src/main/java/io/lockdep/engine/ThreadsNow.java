package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Bystander;
import io.lockdep.report.HeldEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all threads hold and wait for at this moment, for somebody who asks from outside.
 *
 * <p>Asking teaches the engine nothing: a lock that has no class yet, as nothing was ever nested with it, is called by its
 * type.
 */
public final class ThreadsNow {

    private static final int LIMIT = 1000;

    private ThreadsNow() {}

    /**
     * Looks at every thread that holds a lock or waits for something that lockdep knows.
     *
     * @return those threads, not more than can be read
     */
    public static List<Bystander> look() {
        boolean was = LockEvents.enter();
        try {
            List<Bystander> threads = new ArrayList<>();
            for (HeldLocks held : ThreadTable.all()) {
                Thread thread = held.thread.get();
                if (thread != null && !isIdle(held) && threads.size() < LIMIT) {
                    HeldSnapshot now = HeldSnapshot.of(held, null);
                    if (!now.ended) {
                        threads.add(bystander(now));
                    }
                }
            }
            return threads;
        } finally {
            LockEvents.leave(was);
        }
    }

    private static boolean isIdle(HeldLocks held) {
        return held.depth() == 0 && held.thread.waitingFor() == null;
    }

    private static Bystander bystander(HeldSnapshot thread) {
        List<HeldEntry> entries = new ArrayList<>(thread.held.size());
        boolean gaveOneUp = false;
        for (int slot = 0; slot < thread.held.size(); slot++) {
            if (thread.isBody(slot)) {
                continue;
            }
            HeldLock held = thread.held.get(slot);
            Object lock = held.lock;
            if (lock != null && thread.has(slot)) {
                gaveOneUp |= thread.isWaiting() && thread.isUnsure(slot);
                entries.add(entry(held, lock));
            }
        }
        String state = state(thread) + (gaveOneUp ? " for a signal, having given up one of these" : "");
        List<StackTraceElement> stack =
                Stacks.limited(thread.stack(), Engine.options().stackDepth());
        return new Bystander(thread.name, state, entries, Reporter.frames(stack));
    }

    private static HeldEntry entry(HeldLock held, Object lock) {
        LockClass known = classOf(lock, held.lockClass());
        Site site = Sites.at(held.site());
        return new HeldEntry(
                Reporter.instance(lock),
                nameOf(lock, known),
                Acquisition.mode(held.flags()).symbol(),
                known == null ? HeldEntry.PLAIN : Reporter.usage(known),
                site == null ? Moment.NO_PLACE : site.toString());
    }

    private static String state(HeldSnapshot thread) {
        Object wanted = thread.wanted();
        if (wanted != null) {
            int slot = thread.slotOf(wanted);
            return "blocked on "
                    + nameOf(
                            wanted,
                            classOf(wanted, slot < 0 ? 0 : thread.held.get(slot).lockClass()));
        }
        return thread.isWaiting() ? "waiting" : "running";
    }

    private static @Nullable LockClass classOf(Object lock, int index) {
        int known = index != 0 ? index : LockClasses.known(lock);
        return known == 0 ? null : Engine.graph().classAt(known);
    }

    private static String nameOf(Object lock, @Nullable LockClass known) {
        return known == null ? lock.getClass().getTypeName() : known.name();
    }
}
