package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.graph.Mode;
import io.lockdep.graph.Ring;
import io.lockdep.graph.Rules;
import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Teaches the graph what a chain that was never seen before says, and reports the rings that come of it.
 *
 * <p>The slow path: it walks the stack, takes the lock of the graph and may allocate. It runs on the thread that takes
 * the lock, before it can block. Reports go out after the graph's lock has been released.
 */
final class Validator {

    private final HeldLocks held;
    private final int prefix;
    private final int site;
    private final Step step;
    private final Moment moment;
    private final LockGraph graph = Engine.graph();
    private final List<Ring> rings = new ArrayList<>(0);
    private List<String> facts = List.of();
    private boolean ofRing;

    private Validator(HeldLocks held, int prefix, int site, Step step) {
        this.held = held;
        this.prefix = prefix;
        this.site = site;
        this.step = step;
        this.moment = new Moment(held, prefix, site);
    }

    /**
     * Validates a chain.
     *
     * @param held the thread's stack
     * @param prefix how many of its entries are below the acquisition
     * @param lock the lock that is asked for
     * @param lockClass its class
     * @param flags how it is asked for
     * @param site where, 0 if not known
     * @param step what makes the chain
     * @return whether the chain is part of a ring, so that all that is seen of it counts
     */
    static boolean validate(
            HeldLocks held, int prefix, Object lock, LockClass lockClass, int flags, int site, Step step) {
        Unloading.sweepGone();
        Rules rules = lockClass.rules();
        if (!rules.validates() || rules.nature() == Nature.CONTEXT) {
            return false;
        }
        Validator validator = new Validator(held, prefix, site, step);
        Acquired wanted = validator.moment.wanted(lock, lockClass, flags);
        try {
            validator.learn(wanted, flags);
        } catch (OutOfMemoryError e) {
            // Not to be taken for known: the ring that it closes may not have been said.
            validator.graph.retract(wanted, validator.moment.flow);
            throw e;
        }
        return validator.ofRing;
    }

    private void learn(Acquired wanted, int flags) {
        Hearing hearing = held.thread.hearing();
        if (hearing != null) {
            hearing.learns(wanted, moment.flow);
        }
        int bottom = bottom();
        if (!Acquisition.isTried(flags)) {
            if (step != Step.REPLAY) {
                WaitContexts.check(moment, wanted, site, Math.max(bottom, 0));
            }
            if (!Acquisition.isUnder(flags) || !isNested(wanted)) {
                if (step != Step.REPLAY) {
                    nest(wanted);
                }
                connectBelow(wanted, bottom);
            }
        }
        if (step != Step.TOUCH) {
            letContextsIn(wanted);
        }
        Reporter.say(moment, wanted, site, rings, facts);
    }

    // What was held when a context came in does not wait for what the context does.
    private int bottom() {
        int at = prefix - 1;
        while (at >= 0 && nature(at) != Nature.CONTEXT) {
            at--;
        }
        return at;
    }

    private Nature nature(int at) {
        return below(at).lockClass().rules().nature();
    }

    private Acquired below(int at) {
        return moment.flow.held().get(at);
    }

    private boolean isNested(Acquired wanted) {
        for (Acquired outer : moment.flow.held()) {
            if (outer.lockClass() == wanted.lockClass()) {
                return true;
            }
        }
        return false;
    }

    // Instances of one class: the order of the instances counts, at any distance in the stack.
    private void nest(Acquired wanted) {
        Rules rules = wanted.lockClass().rules();
        Comparator<Object> order = rules.order();
        boolean strict = rules.strict() || Engine.options().strict();
        for (Acquired outer : moment.flow.held().subList(0, prefix)) {
            boolean same = outer.lockClass() == wanted.lockClass();
            Integer compared = same && order != null ? compare(order, outer, wanted) : null;
            if (same && (compared == null || compared >= 0)) {
                int excused = graph.excusedNestings(wanted.lockClass());
                Ring ring = graph.nest(outer, wanted, moment.flow, strict || compared != null);
                ofRing |= graph.isExcused(wanted.lockClass(), outer.instance(), wanted.instance());
                if (excused != graph.excusedNestings(wanted.lockClass())) {
                    Engine.lookAgain();
                }
                if (ring != null && rings.isEmpty()) {
                    ofRing = true;
                    rings.add(ring);
                    if (compared != null) {
                        facts = List.of("and the lock comparison function returns " + compared);
                    }
                }
            }
        }
    }

    // Code of the program: what it throws must not lose the lock. Then it is as if there were no such order.
    private static @Nullable Integer compare(Comparator<Object> order, Acquired outer, Acquired wanted) {
        try {
            return order.compare(outer.instance(), wanted.instance());
        } catch (RuntimeException e) {
            Engine.internalError(e);
            return null;
        }
    }

    private void connectBelow(Acquired wanted, int bottom) {
        int reach = reach(bottom);
        for (int i = prefix - 1; i >= Math.max(bottom, 0); i--) {
            Acquired outer = below(i);
            boolean reached = i >= reach
                    || i == bottom
                    || outer.lockClass() == below(reach).lockClass();
            if (reached && outer.lockClass() != wanted.lockClass()) {
                connect(outer, wanted);
            }
        }
        if (bottom < 0 && (prefix == 0 || !endsReach(reach))) {
            connectBodies(wanted);
        }
    }

    // Whoever waits for what this thread runs waits for the lock. Not for a signal from within the same pool: that its
    // signaller needs a worker too is so in every pool, and nearly every pool has enough of them.
    private void connectBodies(Acquired wanted) {
        boolean signal = wanted.lockClass().rules().nature() == Nature.SIGNAL;
        for (Acquired body : moment.bodies()) {
            boolean worker = body.lockClass().rules().nature() == Nature.POOL;
            if (body.lockClass() != wanted.lockClass() && !(signal && worker)) {
                connect(body, wanted);
            }
        }
    }

    private void connect(Acquired outer, Acquired inner) {
        if (outer.lockClass().rules().validates()) {
            rings.addAll(graph.connect(outer, inner, moment.flow, step == Step.REPLAY));
            ofRing |= graph.isInRing(outer.lockClass(), inner.lockClass());
        }
    }

    // Adjacency (kernel: check_prevs_add): a lock below one that was waited for was connected when that one was taken;
    // the walk down the stack ends there. Not at a try-acquisition, where nothing was connected; nor at a recursive
    // reader (where Linux ends it), nor at one with a timeout: the edge into it says less than what is held below.
    // Instances of one class are not connected to each other, so all of the class at which the walk ends count.
    private int reach(int bottom) {
        int at = prefix - 1;
        while (at > Math.max(bottom, 0) && !endsReach(at)) {
            at--;
        }
        return Math.max(at, 0);
    }

    private boolean endsReach(int at) {
        int flags = held.at(at).flags();
        return !Acquisition.isTried(flags)
                && !Acquisition.isTimed(flags)
                && !Acquisition.isUnder(flags)
                && Acquisition.mode(flags) != Mode.RECURSIVE_SHARED
                && below(at).lockClass().rules().validates();
    }

    // Who holds the lock waits for every context that comes in meanwhile.
    private void letContextsIn(Acquired wanted) {
        for (ContextLock context : Contexts.all()) {
            if (!context.isOff(held, prefix)) {
                connect(wanted, moment.wanted(context, context.entered(), Acquisition.EXCLUSIVE));
            }
        }
    }

    /** Reports that a thread waits for a lock that it holds itself. */
    static void selfDeadlock(HeldLocks held, HeldLock entry, Object lock, int flags, int site) {
        Moment moment = new Moment(held, held.depth(), site);
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
        Acquired released =
                moment.wanted(lock, Engine.graph().classAt(LockClasses.of(lock, site)), Acquisition.EXCLUSIVE);
        Reporter.badUnlock(moment, released, site);
    }
}
