package io.lockdep.engine;

import java.util.BitSet;
import java.util.List;

/**
 * Frees what was learnt from code that has been unloaded: places, lock classes, their dependencies and chains.
 *
 * <p>A lock class stays as long as anything can name it or has it: the program gave it a name, code of a living class
 * loader makes or takes locks of it, a lock that has it is alive. What is not marked by one of these goes. Once
 * enough have gone, their numbers are given out again; so all chains are forgotten then, as their keys are made of
 * numbers.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>Why no number is freed too early.</b> A thread that handles a lock keeps the lock alive, and by it the entry in
 * {@link LockInstances}, or its type. A thread that runs code keeps its loader alive, and by it the places in that code.
 * A place can outlast its code only on held stacks, by a lock that was taken there and not released: those are looked
 * through. Between a class being made and somebody having it lies no sweep: both happen under {@link LockClasses#MAKING}.
 *
 * <p><b>Monitors</b>, outermost first: {@link LockClasses#MAKING}; then one of {@link Sites}, {@link LockTypes}, {@link
 * LockInstances}, {@link ThreadTable}, {@link ChainCache}, the graph; then {@link Anchor}. No code of the program runs
 * under any of them.
 */
final class Unloading {

    /** How many numbers wait to be given out again: chains are forgotten, and learnt again, once for so many classes. */
    static final int MAX_RETIRED = 1024;

    private static NextCollection collection = new NextCollection();

    // Something outlives its loader, a lock that is still alive or a place where a lock is still held; or a type has
    // gone before its loader.
    private static boolean unfinished;

    private Unloading() {}

    /** Frees what belongs to loaders that have gone since the last time, if any have. Called on slow paths. */
    static void sweepGone() {
        sweep(false);
    }

    /** Frees everything that is dead, if there was a collection since the last time. */
    static void sweepAll() {
        sweep(true);
    }

    // Events off: the queue of dead loaders has a lock of the JDK's.
    private static void sweep(boolean all) {
        boolean was = LockEvents.enter();
        try {
            List<Anchor> gone = Anchor.gone();
            if (!gone.isEmpty() || all) {
                synchronized (LockClasses.MAKING) {
                    sweep(gone, all);
                }
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        LockEvents.leave(was);
    }

    private static void sweep(List<Anchor> gone, boolean all) {
        if (all && collection.isOver()) {
            collection = new NextCollection();
            ProgramLocks.purge();
            LockInstances.purgeIfMany();
            Companions.purgeIfMany();
            unfinished |= LockTypes.purge();
            ThreadTable.dropEnded();
            Engine.graph().dropDeadPairs();
        } else if (gone.isEmpty()) {
            return;
        }
        if (!gone.isEmpty() || unfinished) {
            Sites.letGo(gone);
            freeUnused();
        }
    }

    private static void freeUnused() {
        BitSet classes = new BitSet();
        BitSet sites = new BitSet();
        ThreadTable.mark(classes, sites);
        boolean sitesLeft = Sites.free(sites);
        LockInstances.mark(classes);
        BitSet outliving = (BitSet) classes.clone();
        BitSet loaded = new BitSet();
        Sites.mark(loaded);
        LockTypes.mark(loaded);
        Unseen.mark(loaded);
        outliving.andNot(loaded);
        classes.or(loaded);
        if (Engine.graph().retain(classes) > 0) {
            Sites.lookAgain();
            LockTypes.lookAgain();
        }
        if (Engine.graph().retiredNumbers() >= MAX_RETIRED) {
            Engine.lookAgain();
            Engine.graph().recycle();
        }
        unfinished = sitesLeft || Engine.graph().hasTemporary(outliving);
    }
}
