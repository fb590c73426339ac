package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Bystander;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts other threads into the words of reports: the counterpart of {@link Moment}, which is about the current thread. */
final class WaitScene {

    private static final int LIMIT = 64;

    private WaitScene() {}

    /** {@return what a thread waits for; only for one that does} */
    static HeldEntry wanted(HeldSnapshot waiter) {
        LockClass lockClass = wantedClass(waiter);
        return new HeldEntry(
                Reporter.instance(wantedOf(waiter)),
                lockClass.name(),
                waiter.wantedMode().symbol(),
                Reporter.usage(lockClass),
                wantedPlace(waiter));
    }

    static Object wantedOf(HeldSnapshot waiter) {
        Object wanted = waiter.wanted();
        if (wanted == null) {
            throw new IllegalStateException("waits for nothing");
        }
        return wanted;
    }

    private static LockClass wantedClass(HeldSnapshot waiter) {
        Object wanted = wantedOf(waiter);
        int slot = waiter.slotOf(wanted);
        return classOf(wanted, slot < 0 ? 0 : waiter.held.get(slot).lockClass(), waiter.wantedSite());
    }

    private static String wantedPlace(HeldSnapshot waiter) {
        Site site = Sites.at(waiter.wantedSite());
        if (site != null) {
            return site.toString();
        }
        List<StackTraceElement> now = waitStack(waiter);
        for (StackTraceElement frame : now) {
            if (!Stacks.isJdk(frame.getClassName()) && !Stacks.isOwn(frame.getClassName())) {
                return frame.toString();
            }
        }
        return now.isEmpty() ? Moment.NO_PLACE : now.get(0).toString();
    }

    /** {@return what a thread has, outermost first, without what it waits for} */
    static List<HeldEntry> held(HeldSnapshot thread) {
        List<HeldEntry> entries = new ArrayList<>(thread.held.size());
        for (int slot = 0; slot < thread.held.size(); slot++) {
            HeldLock entry = thread.held.get(slot);
            if (thread.has(slot)
                    && !thread.isBody(slot)
                    && classOf(entry).rules().tracked()) {
                entries.add(entry(entry));
            }
        }
        return entries;
    }

    static HeldEntry entry(HeldLock held) {
        LockClass lockClass = classOf(held);
        Site site = Sites.at(held.site());
        return new HeldEntry(
                Reporter.instance(lockOf(held)),
                lockClass.name(),
                Acquisition.mode(held.flags()).symbol(),
                Reporter.usage(lockClass),
                site == null ? Moment.NO_PLACE : site.toString());
    }

    private static LockClass classOf(HeldLock held) {
        return classOf(lockOf(held), held.lockClass(), held.site());
    }

    private static Object lockOf(HeldLock held) {
        Object lock = held.lock;
        if (lock == null) {
            throw new IllegalStateException("a free slot");
        }
        return lock;
    }

    static Scene scene(HeldSnapshot thread) {
        return new Scene(
                thread.name,
                held(thread),
                Reporter.frames(waitStack(thread)),
                Engine.currentTest(),
                Reporter.VERSION,
                List.of());
    }

    /** {@return other threads as they are now, not more than can be read} */
    static List<Bystander> bystanders(List<HeldSnapshot> threads) {
        List<Bystander> others = new ArrayList<>(threads.size());
        for (HeldSnapshot thread : threads) {
            if (others.size() < LIMIT) {
                List<StackTraceElement> now =
                        Stacks.limited(thread.stack(), Engine.options().stackDepth());
                others.add(new Bystander(thread.name, state(thread), held(thread), Reporter.frames(now)));
            }
        }
        return others;
    }

    /** {@return what a thread is doing, in a few words} */
    static String state(HeldSnapshot thread) {
        if (thread.ended) {
            return "ended";
        }
        if (thread.wanted() != null) {
            return "blocked on " + wanted(thread).lockClass();
        }
        int givenUp = thread.givenUp();
        if (givenUp >= 0) {
            String lock = classOf(thread.held.get(givenUp)).name();
            return thread.isInObjectWait()
                    ? "in wait() on " + lock + ", for somebody to notify it"
                    : "awaiting a condition of " + lock + ", for somebody to signal it";
        }
        return thread.isWaiting() ? "waiting" : "running";
    }

    /**
     * One edge of a ring of waits.
     *
     * @param held what this thread has that keeps the one before it in the ring waiting
     * @param thread the thread
     * @param column its place in the ring
     */
    static Party party(Object held, HeldSnapshot thread, int column) {
        HeldLock hold = Blockers.holdOf(thread, held);
        List<StackTraceElement> now = waitStack(thread);
        LockClass wanted = wantedClass(thread);
        return new Party(
                (hold == null ? classOf(held, 0, 0) : classOf(hold)).name(),
                natureOf(held),
                hold == null ? "W" : Acquisition.mode(hold.flags()).symbol(),
                wanted.name(),
                natureOf(wantedOf(thread)),
                thread.wantedMode().symbol(),
                Reporter.usage(wanted),
                thread.isTimed(),
                thread.name,
                column,
                Reporter.frames(hold == null ? List.of() : holdStack(thread, hold, now)),
                Reporter.frames(now));
    }

    private static List<StackTraceElement> holdStack(HeldSnapshot thread, HeldLock hold, List<StackTraceElement> now) {
        StackTraceElement[] frames = now.toArray(new StackTraceElement[0]);
        int outer = frames.length;
        for (HeldLock entry : thread.held) {
            Site site = Sites.at(entry.site());
            int frame = Stacks.frameOf(frames, site, outer);
            if (entry == hold) {
                return site == null
                        ? List.of()
                        : Stacks.from(frames, frame, site, Engine.options().stackDepth());
            }
            outer = frame < 0 ? outer : frame + 1;
        }
        return List.of();
    }

    /** {@return the stack from the caller of the lock on} */
    private static List<StackTraceElement> waitStack(HeldSnapshot thread) {
        StackTraceElement[] all = thread.stack();
        int own = BlockedOn.framesOfLocks(all);
        return Stacks.limited(
                Arrays.copyOfRange(all, own, all.length), Engine.options().stackDepth());
    }

    static Nature natureOf(Object awaited) {
        if (SignalEvents.isSignal(awaited)) {
            return Nature.SIGNAL;
        }
        return awaited instanceof Awaited known
                ? known.nature()
                : classOf(awaited, 0, 0).rules().nature();
    }

    private static LockClass classOf(Object lock, int known, int site) {
        if (lock instanceof ClassInit init) {
            return init.lockClass();
        }
        return Engine.graph().classAt(known != 0 ? known : LockClasses.of(lock, site));
    }
}
