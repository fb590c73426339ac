package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a known chain was seen: by which instances and which thread.
 *
 * <p>A chain that is known by its classes says nothing new, but a pair of instances, or a second thread, first met on it
 * does: the grade of a ring lives on them. So the first few are told apart, by identity. After those the chain is
 * {@link #ENOUGH} and no longer looked into.
 *
 * <p>Immutable list; the referent is the lock that was asked for. Needs no safe publication: a referent that is not
 * visible yet is one that does not match.
 */
final class Witness extends WeakReference<@Nullable Object> {

    /** In place of witnesses, when more of them would not be kept anyway. */
    static final Witness ENOUGH = new Witness();

    private static final long ANY_THREAD = Long.MIN_VALUE;
    private static final int ANY_EPOCH = -1;
    private static final int MAX_LIVE = 8;
    private static final int MAX_EVER = 32;
    private static final int MAX_OF_A_RING = 256;
    private static final int MAX_EPOCHS = 16;

    private final long thread;
    private final WeakReference<@Nullable Object> outermost;
    private final WeakReference<@Nullable Object> @Nullable [] between;

    /** Starts and joins of the thread until then, where they matter. */
    private final int epoch;

    private final boolean ofRing;
    private final @Nullable Witness next;
    private final int ever;

    /** Acquisitions since this list was made that had nothing new to tell, more or less. */
    int quiet;

    private Witness() {
        super(null);
        thread = ANY_THREAD;
        outermost = this;
        between = null;
        epoch = ANY_EPOCH;
        ofRing = false;
        next = null;
        ever = 0;
    }

    private Witness(
            HeldLocks held, int prefix, Object lock, int epoch, boolean ofRing, @Nullable Witness next, int ever) {
        super(lock);
        this.thread = held.owner;
        this.outermost = prefix > 0 ? new WeakReference<>(held.lock) : ofBody(held);
        this.between = prefix > 1 ? between(held, prefix) : null;
        this.epoch = epoch;
        this.ofRing = ofRing;
        this.next = next;
        this.ever = ever;
    }

    private Witness(Witness of, long thread, @Nullable Witness next, int ever) {
        super(of.get());
        this.thread = thread;
        this.outermost = of.outermost;
        this.between = of.between;
        this.epoch = of.epoch;
        this.ofRing = of.ofRing;
        this.next = next;
        this.ever = ever;
    }

    // Inside no lock, what the thread runs is what holds.
    private WeakReference<@Nullable Object> ofBody(HeldLocks held) {
        Body runs = held.body();
        return runs == null ? this : new WeakReference<>(runs.lock);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array cannot be generic
    private static WeakReference<@Nullable Object>[] between(HeldLocks held, int prefix) {
        WeakReference<@Nullable Object>[] locks = new WeakReference[prefix - 1];
        for (int i = 1; i < prefix; i++) {
            locks[i - 1] = new WeakReference<>(held.at(i).lock);
        }
        return locks;
    }

    /** {@return the witness that has seen the same thread take the same locks, if there is one} */
    @Nullable
    Witness find(HeldLocks held, int prefix, Object lock) {
        Witness each = this;
        do {
            if ((each.thread == held.owner || each.thread == ANY_THREAD)
                    && each.sawLocks(held, prefix, lock)
                    && (each.epoch == ANY_EPOCH || each.epoch == held.thread.epoch())) {
                return each;
            }
            each = each.next;
        } while (each != null);
        return null;
    }

    /** {@return whether enough of the same settles the chain} */
    boolean isSettling() {
        return !ofRing;
    }

    private boolean sawLocks(HeldLocks held, int prefix, Object lock) {
        return refersTo(lock)
                && (prefix == 0 ? sawBody(held) : outermost.refersTo(held.lock))
                && (prefix <= 1 || sawBetween(held, prefix));
    }

    private boolean sawBody(HeldLocks held) {
        Body runs = held.body();
        return runs == null ? outermost == this : outermost.refersTo(runs.lock);
    }

    private boolean sawBetween(HeldLocks held, int prefix) {
        WeakReference<@Nullable Object> @Nullable [] locks = between;
        if (locks == null || locks.length != prefix - 1) {
            return false;
        }
        for (int i = 1; i < prefix; i++) {
            if (!locks[i - 1].refersTo(held.at(i).lock)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds what the thread is doing now to what was seen of its chain.
     *
     * @param before what was seen before
     * @param ofRing whether the chain is part of a ring, so that every start and join of the thread counts, and every
     *     thread; otherwise two threads are as good as many
     * @return what has been seen now
     */
    static Witness with(@Nullable Witness before, HeldLocks held, int prefix, Object lock, boolean ofRing) {
        if (before == ENOUGH) {
            return ENOUGH;
        }
        int ever = before == null ? 1 : before.ever + 1;
        // The moments of one thread do not use up the room of the others.
        boolean manyEpochs = ofRing && before != null && before.epochs(held, prefix, lock) >= MAX_EPOCHS;
        Witness kept = null;
        int live = 1;
        boolean merged = false;
        for (Witness each = before; each != null; each = each.next) {
            if (manyEpochs && each.thread == held.owner && each.sawLocks(held, prefix, lock)) {
                ever--;
            } else if (each.isLive()) {
                boolean second = !ofRing && !merged && each.sawLocks(held, prefix, lock);
                merged |= second;
                kept = new Witness(each, second ? ANY_THREAD : each.thread, kept, ever);
                live++;
            }
        }
        if (ever > (ofRing ? MAX_OF_A_RING : MAX_EVER) || live > (ofRing ? MAX_OF_A_RING : MAX_LIVE)) {
            return ENOUGH;
        }
        return kept != null && merged
                ? kept
                : new Witness(
                        held,
                        prefix,
                        lock,
                        ofRing && !manyEpochs ? held.thread.epoch() : ANY_EPOCH,
                        ofRing,
                        kept,
                        ever);
    }

    private int epochs(HeldLocks held, int prefix, Object lock) {
        int epochs = 0;
        for (Witness each = this; each != null; each = each.next) {
            epochs += each.thread == held.owner && each.sawLocks(held, prefix, lock) ? 1 : 0;
        }
        return epochs;
    }

    private boolean isLive() {
        return !refersTo(null) && !outermost.refersTo(null);
    }
}
