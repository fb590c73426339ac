package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.ClassedLock;
import io.lockdep.engine.Declarations;
import io.lockdep.engine.Exemption;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Places;
import io.lockdep.report.Nature;
import org.jspecify.annotations.Nullable;

/**
 * A lock without a lock: makes an ordering rule visible that no lock object enforces (kernel: {@code lockdep_map}).
 *
 * <p>Use it for what threads wait for other than locks: the code that will end the wait runs inside {@link #scope}, and
 * who waits calls {@link #touch} first. It blocks nobody and costs what a tracked lock costs.
 *
 * <pre>{@code
 * private final LockMap refill = LockMap.of("Pool.refill");
 *
 * void refill() {                       // runs on the refill thread
 *     try (Scope s = refill.scope(LockMode.EXCLUSIVE)) { ... }
 * }
 *
 * void awaitRefill() {                  // runs on any thread, with whatever locks it holds
 *     refill.touch(LockMode.EXCLUSIVE);
 *     done.await();
 * }
 * }</pre>
 *
 * <p>Thread-safe; acquisition and release belong to the calling thread. Taking one map twice on a thread is reported as
 * a self-deadlock, unless both are recursive reads, or it is the map of a lock that is reentrant. Source: {@code include/linux/lockdep.h}, Linux 6.12.
 */
public final class LockMap extends ClassedLock {

    // Made by the first thread that is exempt; a thread that reads null has not been exempt itself.
    private @Nullable Exemption exempt;
    private final int reentry;

    private LockMap(String lockClass, boolean excludes, int reentry) {
        super(lockClass, excludes);
        this.reentry = reentry;
    }

    /**
     * Makes a map that stands for a wait.
     *
     * @param lockClass name of its lock class; maps of one name are instances of one class
     * @return the map
     */
    public static LockMap of(String lockClass) {
        Library.start();
        LockMap map = new LockMap(lockClass, false, Acquisition.ONCE);
        if (map.rules().nature() == Nature.LOCK) {
            map.rules().standsFor(Nature.MAP);
        }
        return map;
    }

    /**
     * Makes the map of a lock of your own (kernel: {@code dep_map}): call {@link #acquire} before it can block,
     * {@link #acquireTried} after a try that succeeded, {@link #release} when it is released or could not be got.
     *
     * @param lockClass name of its lock class
     * @param reentrant whether its holder may take it again in the same mode, or as a reader while it writes
     * @return the map
     */
    public static LockMap ofLock(String lockClass, boolean reentrant) {
        Library.start();
        return new LockMap(lockClass, true, reentrant ? 0 : Acquisition.ONCE);
    }

    /**
     * Says that this thread is about to wait for what the map stands for, and holds it from now on.
     *
     * @param mode how
     */
    public void acquire(LockMode mode) {
        take(mode, reentry);
    }

    /**
     * Takes the map without waiting: nothing depends on it, but what is taken later does.
     *
     * @param mode how
     */
    public void acquireTried(LockMode mode) {
        take(mode, reentry | Acquisition.TRIED);
    }

    /**
     * Takes the map, waiting no longer than some time: a ring through this wait comes undone by itself.
     *
     * @param mode how
     */
    public void acquireTimed(LockMode mode) {
        take(mode, reentry | Acquisition.TIMED);
    }

    /**
     * Takes the map inside others of its class, at a level that says which may be inside which.
     *
     * @param mode how
     * @param level 0 to 7; each level counts as a class of its own (kernel: subclass)
     * @throws IllegalArgumentException for another level
     */
    public void acquireNested(LockMode mode, int level) {
        if (!isExempt()) {
            Places.atCaller(this);
            Declarations.acquireNested(this, mode.ordinal() | reentry, Levels.check(level));
        }
    }

    /**
     * Takes the map inside others of its class, which a lock that this thread holds serialises.
     *
     * @param mode how
     * @param outer the lock that is held; reported as {@code nest-lock-not-held} if it is not
     */
    public void acquireUnder(LockMode mode, Object outer) {
        if (!isExempt()) {
            Places.atCaller(this);
            Declarations.acquireUnder(this, mode.ordinal() | reentry, outer);
        }
    }

    /**
     * Says that this thread does not hold the map any more. Reported as {@code bad-unlock} if it did not. Of a map that is
     * held as a reader inside a hold as a writer, gives up the reader; see {@link #downgrade}.
     */
    public void release() {
        release(Acquisition.SHARED);
    }

    private void release(int mode) {
        if (!isExempt() && !LockEvents.release(this, mode)) {
            LockEvents.refused(this);
        }
    }

    /** Says that what this thread holds exclusively it only reads from now on; {@code bad-unlock} if it does not hold it. */
    public void downgrade() {
        Declarations.downgrade(this);
    }

    /**
     * Says that this thread waits here for what the map stands for, and does not hold it afterwards.
     *
     * @param mode how
     */
    public void touch(LockMode mode) {
        if (!isExempt()) {
            Declarations.touch(this, mode.ordinal() | reentry);
        }
    }

    /**
     * Holds the map while a piece of code runs.
     *
     * @param mode how
     * @return to be closed by the same thread
     */
    public Scope scope(LockMode mode) {
        acquire(mode);
        return () -> release(mode.ordinal());
    }

    /**
     * Says that this thread will not wait for what the map stands for, whatever it calls: acquisitions, touches and
     * releases of this map by this thread are no events (kernel: {@code memalloc_nofs_save}).
     *
     * @return ends it when closed, by the same thread
     */
    public Scope exempt() {
        Exemption held = exemption();
        LockEvents.acquire(held, Acquisition.EXCLUSIVE | Acquisition.TRIED);
        return () -> LockEvents.release(held, Acquisition.EXCLUSIVE);
    }

    private synchronized Exemption exemption() {
        Exemption known = exempt;
        if (known == null) {
            known = new Exemption(lockClassName() + " exempt");
            exempt = known;
        }
        return known;
    }

    /** Says that the map is given up, or begins anew. Reported as {@code held-lock-reinit} if this thread holds it. */
    public void retire() {
        Declarations.retire(this);
    }

    // Readers alone cannot block each other, so the engine wants to know of every writer.
    private void take(LockMode mode, int how) {
        if (isExempt()) {
            return;
        }
        Places.atCaller(this);
        if (mode == LockMode.EXCLUSIVE) {
            LockEvents.acquireWriter(this, Acquisition.EXCLUSIVE | how);
        } else {
            LockEvents.acquire(this, mode.ordinal() | how);
        }
    }

    private boolean isExempt() {
        Exemption known = exempt;
        return known != null && LockEvents.holds(known);
    }

    @Override
    public String toString() {
        return "LockMap[" + lockClassName() + "]";
    }
}
