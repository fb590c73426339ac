package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Flow;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.graph.Mode;
import io.lockdep.graph.Ring;
import io.lockdep.report.Escape;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Teaches the graph what a chain that was never seen before says, and reports the rings that come of it.
 *
 * <p>The slow path: it walks the stack, takes the lock of the graph and may allocate. It runs on the thread that takes
 * the lock, before it can block. Reports go out after the graph's lock has been released.
 */
final class Validator {

    private Validator() {}

    /**
     * Validates a chain.
     *
     * @param held the thread's stack
     * @param prefix how many of its entries are below the acquisition
     * @param lock the lock that is asked for
     * @param lockClass its class
     * @param flags how it is asked for
     * @param site where, 0 if not known
     */
    static void validate(HeldLocks held, int prefix, Object lock, LockClass lockClass, int flags, int site) {
        Moment moment = new Moment(held, prefix);
        Acquired wanted = moment.wanted(lock, lockClass, flags);
        LockGraph graph = Engine.graph();
        List<Ring> rings = new ArrayList<>(0);
        Ring nested = nestings(graph, moment, wanted);
        for (int i = prefix - 1; i >= 0; i--) {
            Acquired below = moment.flow.held().get(i);
            if (below.lockClass() != lockClass) {
                Ring ring = graph.connect(below, wanted, moment.flow);
                if (ring != null) {
                    rings.add(ring);
                }
            }
            if (endsReach(held.at(i).flags())) {
                break;
            }
        }
        Reporter.say(moment, wanted, site, ReportKind.RECURSIVE, nested == null ? List.of() : List.of(nested));
        Reporter.say(moment, wanted, site, ReportKind.CIRCULAR, rings);
    }

    /** Reports that a thread waits for a lock that it holds itself. */
    static void selfDeadlock(HeldLocks held, HeldLock entry, Object lock, int flags, int site) {
        Moment moment = new Moment(held, held.depth());
        for (int i = 0; i < held.depth(); i++) {
            if (held.at(i) == entry) {
                Acquired wanted = moment.wanted(lock, held.classAt(i), flags);
                Reporter.selfDeadlock(moment, moment.flow.held().get(i), wanted, site);
            }
        }
    }

    /** Reports that a thread releases a lock that it does not hold. */
    static void badUnlock(HeldLocks held, Object lock, int site) {
        Moment moment = new Moment(held, held.depth());
        Reporter.badUnlock(
                moment,
                moment.wanted(lock, Engine.graph().classAt(LockClasses.of(lock, site)), Acquisition.EXCLUSIVE),
                site);
    }

    // Instances of one class: the order of the instances counts, at any distance in the stack.
    private static @Nullable Ring nestings(LockGraph graph, Moment moment, Acquired wanted) {
        for (Acquired outer : moment.flow.held()) {
            if (outer.lockClass() == wanted.lockClass()) {
                Ring ring =
                        graph.nest(outer, wanted, moment.flow, Engine.options().strict());
                if (ring != null) {
                    return ring;
                }
            }
        }
        return null;
    }

    // Adjacency (kernel: check_prevs_add): a lock below one that was waited for was connected when that one was taken.
    // Below a try-acquisition it was not. Nor does a recursive reader end the walk, as it does in Linux: an edge into
    // it
    // is weak, and what is below it is really held.
    private static boolean endsReach(int flags) {
        return !Acquisition.isTried(flags) && Acquisition.mode(flags) != Mode.RECURSIVE_SHARED;
    }

    /** A thread's stack and held locks at one moment, in the graph's terms. */
    static final class Moment {

        final Flow flow;
        final List<String> places;
        private final StackTraceElement[] now = Stacks.current();
        private final int limit = Engine.options().stackDepth();

        Moment(HeldLocks held, int prefix) {
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
                List<StackTraceElement> stack = site == null ? Stacks.unknown() : Stacks.from(now, frame, site, limit);
                if (frame >= 0) {
                    outer = frame + 1;
                }
                at.add(site == null ? "(place not recorded)" : site.toString());
                entries.add(new Acquired(
                        lock,
                        held.classAt(i),
                        Acquisition.mode(entry.flags()),
                        Acquisition.isTimed(entry.flags()),
                        stack));
            }
            Thread thread = Thread.currentThread();
            places = at;
            flow = new Flow(thread, held.owner, Escape.name(thread.getName()) + "/" + held.owner, List.copyOf(entries));
        }

        Acquired wanted(Object lock, LockClass lockClass, int flags) {
            return new Acquired(
                    lock, lockClass, Acquisition.mode(flags), Acquisition.isTimed(flags), Stacks.limited(now, limit));
        }

        List<StackTraceElement> stack() {
            return Stacks.limited(now, limit);
        }
    }
}
