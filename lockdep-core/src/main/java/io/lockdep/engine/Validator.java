package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.graph.Mode;
import io.lockdep.graph.Ring;
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
     * @param replayed whether the lock is held already, and one below it was released; nobody waits then
     */
    static void validate(
            HeldLocks held, int prefix, Object lock, LockClass lockClass, int flags, int site, boolean replayed) {
        Unloading.sweepGone();
        if (!lockClass.validates()) {
            return;
        }
        Moment moment = new Moment(held, prefix);
        Acquired wanted = moment.wanted(lock, lockClass, flags);
        LockGraph graph = Engine.graph();
        List<Ring> rings = new ArrayList<>(0);
        Ring nested = replayed ? null : nestings(graph, moment, wanted);
        int reach = reach(held, prefix);
        for (int i = prefix - 1; i >= 0; i--) {
            Acquired below = moment.flow.held().get(i);
            boolean reached = i >= reach
                    || below.lockClass() == moment.flow.held().get(reach).lockClass();
            if (reached && below.lockClass() != lockClass && below.lockClass().validates()) {
                Ring ring = graph.connect(below, wanted, moment.flow, replayed);
                if (ring != null) {
                    rings.add(ring);
                }
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
        Ring first = null;
        for (Acquired outer : moment.flow.held()) {
            if (outer.lockClass() == wanted.lockClass()) {
                Ring ring =
                        graph.nest(outer, wanted, moment.flow, Engine.options().strict());
                first = first == null ? ring : first;
            }
        }
        return first;
    }

    // Adjacency (kernel: check_prevs_add): a lock below one that was waited for was connected when that one was taken;
    // the walk down the stack ends there. Not at a try-acquisition, where nothing was connected; nor at a recursive
    // reader (where Linux ends it), nor at one with a timeout: the edge into it says less than what is held below.
    // Instances of one class are not connected to each other, so all of the class at which the walk ends count.
    private static int reach(HeldLocks held, int prefix) {
        int at = prefix - 1;
        while (at > 0 && !(endsReach(held.at(at).flags()) && held.classAt(at).validates())) {
            at--;
        }
        return at;
    }

    private static boolean endsReach(int flags) {
        return !Acquisition.isTried(flags)
                && !Acquisition.isTimed(flags)
                && Acquisition.mode(flags) != Mode.RECURSIVE_SHARED;
    }
}
