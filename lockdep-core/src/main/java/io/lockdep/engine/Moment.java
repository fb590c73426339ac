package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Flow;
import io.lockdep.graph.LockClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current thread's stack and held locks at one moment, in the graph's terms. Made on the slow path only. */
final class Moment {

    /** What stands in a report where a place was not recorded. */
    static final String NO_PLACE = "(place not recorded)";

    private static final int BODY_FRAMES = 4;

    final Flow flow;

    /** Where each held lock was taken; in the flow, the bodies that the thread runs come after these. */
    final List<String> places;

    private final StackTraceElement[] now = Stacks.current();
    private final int limit = Engine.options().stackDepth();

    /**
     * Takes the moment down.
     *
     * @param held the thread's stack
     * @param prefix how many of its entries count
     */
    Moment(HeldLocks held, int prefix) {
        this(held, prefix, 0);
    }

    /**
     * Takes the moment down in which a lock is asked for.
     *
     * @param held the thread's stack
     * @param prefix how many of its entries count
     * @param asking where, 0 if not known
     */
    Moment(HeldLocks held, int prefix, int asking) {
        List<Acquired> entries = new ArrayList<>(prefix);
        List<String> at = new ArrayList<>(prefix);
        int outer = now.length;
        for (int i = 0; i < prefix; i++) {
            HeldLock entry = held.at(i);
            Object lock = entry.lock;
            if (lock == null) {
                throw new IllegalStateException("a free slot below the top");
            }
            Site site = Sites.at(entry.site());
            int frame = Stacks.frameOf(now, site, outer);
            if (frame == 0 && entry.site() == asking) {
                // A loop, or a method that took it, returned, and is called again: nobody knows.
                frame = -1;
            }
            List<StackTraceElement> stack = site == null ? List.of() : Stacks.from(now, frame, site, limit);
            if (frame >= 0) {
                outer = frame + 1;
            }
            at.add(site == null ? NO_PLACE : place(site, frame));
            entries.add(acquired(lock, classOf(held, lock, i), entry.flags(), stack));
        }
        addBodies(held.body(), entries);
        Thread thread = Thread.currentThread();
        places = at;
        flow = new Flow(
                thread, held.owner, ThreadName.of(thread, held.owner), held.thread.life(), List.copyOf(entries));
    }

    private void addBodies(@Nullable Body innermost, List<Acquired> to) {
        for (Body each = innermost; each != null; each = each.outer) {
            if (!each.onStack) {
                to.add(acquired(each.lock, each.lock.lockClass, Acquisition.EXCLUSIVE, begun()));
            }
        }
    }

    // The outermost frames: how the thread came to run the body.
    private List<StackTraceElement> begun() {
        int innermost = Math.min(1, now.length);
        return List.of(Arrays.copyOfRange(now, Math.max(innermost, now.length - BODY_FRAMES), now.length));
    }

    /** {@return the bodies that the thread runs, as held things} */
    List<Acquired> bodies() {
        return flow.held().subList(places.size(), flow.held().size());
    }

    private static LockClass classOf(HeldLocks held, Object lock, int at) {
        return lock instanceof ClassInit init ? init.lockClass() : held.classAt(at);
    }

    /** {@return a lock as it is asked for now} */
    Acquired wanted(Object lock, LockClass lockClass, int flags) {
        return acquired(lock, lockClass, flags, stack());
    }

    private static Acquired acquired(Object lock, LockClass lockClass, int flags, List<StackTraceElement> stack) {
        return new Acquired(
                lock, lockClass, Acquisition.mode(flags), Acquisition.isTimed(flags), excludes(lock, flags), stack);
    }

    private static boolean excludes(Object lock, int flags) {
        return !Acquisition.isShared(flags) && (!(lock instanceof ClassedLock classed) || classed.excludes());
    }

    /** {@return the stack, from the caller of the lock on, no longer than the option says} */
    List<StackTraceElement> stack() {
        return Stacks.limited(now, limit);
    }

    /** {@return where a number says, or where the thread is now} */
    String placeOf(int number) {
        Site site = Sites.at(number);
        if (site != null) {
            return place(site, 0);
        }
        return now.length == 0 ? NO_PLACE : now[0].toString();
    }

    // The JDK takes a lock on behalf of the program: that is the place.
    private String place(Site site, int frame) {
        for (int i = frame; site.isOfJdk && i >= 0 && i < now.length; i++) {
            if (!Stacks.isJdk(now[i].getClassName())) {
                return now[i].toString();
            }
        }
        return site.toString();
    }
}
