package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.Declarations;
import io.lockdep.engine.Engine;
import io.lockdep.engine.TestRun;
import io.lockdep.engine.WatchdogThread;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a program can tell lockdep and ask of it.
 *
 * <p>All methods may be called from any thread, with the agent or without. There is one engine per JVM; under the agent
 * a program that ships this library talks to the agent's engine.
 */
public final class Lockdep {

    private Lockdep() {}

    /**
     * Gives a lock its class by name, in place of the one it would have from where it was made.
     *
     * <p>Locks of one name are one class: they play one role in the program. Call it before the lock is first taken; if this
     * thread holds it, the order of what it holds is looked at again (kernel: {@code lock_set_class}). The lock is not kept
     * alive.
     *
     * @param lock any object that is locked: a {@code Lock}, a {@code ReadWriteLock}, the object of a monitor
     * @param lockClass the name
     * @param <T> type of the lock
     * @return the lock
     */
    public static <T> T name(T lock, String lockClass) {
        Library.start();
        Declarations.reclass(lock, lockClass);
        return lock;
    }

    /**
     * Says something of a lock class as a whole.
     *
     * @param lockClass its name
     * @return what can be said
     */
    public static LockClassRules rules(String lockClass) {
        return new LockClassRules(Engine.graph().classNamed(lockClass).rules());
    }

    /**
     * Declares the order in which lock classes are nested, outermost first. Whoever breaks it is reported the first time,
     * before the right order was ever seen.
     *
     * @param lockClasses names, at least two; as given by {@link #name}, {@link LockMap#of} and their like, or as reports
     *     show them
     * @throws IllegalArgumentException if there are fewer
     */
    public static void declareOrder(String... lockClasses) {
        Library.start();
        if (lockClasses.length < 2) {
            throw new IllegalArgumentException("an order needs at least two lock classes");
        }
        for (int i = 1; i < lockClasses.length; i++) {
            Declarations.order(lockClasses[i - 1], lockClasses[i]);
        }
    }

    /**
     * Says that the next thing this thread does is to take a lock that blocks, inside others of its class, at a level.
     * For locks that have no such method of their own.
     *
     * @param lock the lock
     * @param level 0 to 7; each level counts as a class of its own (kernel: subclass)
     * @param <T> type of the lock
     * @return the lock
     */
    public static <T> T nested(T lock, int level) {
        Declarations.announceNested(lock, Levels.check(level));
        return lock;
    }

    /**
     * Says that the next thing this thread does is to take a lock that blocks, inside others of its class, which a lock
     * that is held serialises.
     *
     * @param lock the lock
     * @param outer the lock that is held; reported if it is not
     * @param <T> type of the lock
     * @return the lock
     */
    public static <T> T nestedUnder(T lock, Object outer) {
        Declarations.announceUnder(lock, outer);
        return lock;
    }

    /**
     * Says that this thread may take a lock here, though it rarely does: the order counts as if it did.
     *
     * @param lock the lock
     */
    public static void mightLock(Object lock) {
        if (Declarations.isHeld(lock) != Declarations.Held.YES) {
            Declarations.touch(lock, Acquisition.EXCLUSIVE);
        }
    }

    /**
     * Says that this thread may take a lock here as a reader, though it rarely does.
     *
     * @param lock the lock
     */
    public static void mightLockShared(Object lock) {
        if (Declarations.isHeld(lock) != Declarations.Held.YES) {
            Declarations.touch(lock, Acquisition.SHARED);
        }
    }

    /**
     * Says that this thread holds a lock here. Reported as {@code assertion} if it does not; never throws.
     *
     * @param lock the lock; nothing is reported if nobody tells lockdep of its events
     */
    public static void assertHeld(Object lock) {
        if (Declarations.isHeld(lock) == Declarations.Held.NO) {
            Declarations.failed(lock, "it should be held");
        }
    }

    /**
     * Says that this thread holds a lock exclusively here. Reported as {@code assertion} if it does not.
     *
     * @param lock the lock
     */
    public static void assertHeldExclusively(Object lock) {
        assertHeldAs(lock, true);
    }

    /**
     * Says that this thread holds a lock as a reader here. Reported as {@code assertion} if it does not.
     *
     * @param lock the lock
     */
    public static void assertHeldShared(Object lock) {
        assertHeldAs(lock, false);
    }

    private static void assertHeldAs(Object lock, boolean exclusively) {
        Boolean is = Declarations.isExclusive(lock);
        String how = exclusively ? "exclusively" : "shared";
        if (is != null && is != exclusively) {
            Declarations.failed(lock, "it should be held " + how + ", and is held otherwise");
        } else if (Declarations.isHeld(lock) == Declarations.Held.NO) {
            Declarations.failed(lock, "it should be held " + how);
        }
    }

    /**
     * Says that this thread does not hold a lock here. Reported as {@code assertion} if it does.
     *
     * @param lock the lock
     */
    public static void assertNotHeld(Object lock) {
        if (Declarations.isHeld(lock) == Declarations.Held.YES) {
            Declarations.failed(lock, "it should not be held");
        }
    }

    /**
     * Says that this thread holds no lock here, nor anything else that is held: a task that it runs, a unit of a supply, a
     * context. Reported as {@code assertion} if it does.
     */
    public static void assertNoneHeld() {
        Queries.failIfAnyHeld();
    }

    /**
     * Whether this thread is known to hold a lock.
     *
     * @param lock the lock
     * @return false also if nobody tells lockdep of its events, as of the locks of the JDK without the agent
     */
    public static boolean isHeld(Object lock) {
        return Declarations.isHeld(lock) == Declarations.Held.YES;
    }

    /**
     * Says that this thread relies on a lock staying held: its release is reported until {@link #unpin}.
     *
     * @param lock a lock that this thread holds; reported as {@code assertion} if it does not
     */
    public static void pin(Object lock) {
        Declarations.pin(lock, true);
    }

    /**
     * Ends what {@link #pin} began.
     *
     * @param lock the lock
     */
    public static void unpin(Object lock) {
        Declarations.pin(lock, false);
    }

    /**
     * Says that a lock is given up, or begins anew, as a pooled object does. Reported as {@code held-lock-reinit} if this
     * thread holds it.
     *
     * @param lock the lock
     */
    public static void retire(Object lock) {
        Declarations.retire(lock);
    }

    /** {@return what this thread holds, outermost first} */
    public static List<HeldLock> held() {
        return Queries.held();
    }

    /** {@return every dependency learnt so far: each first class was held while the second was awaited} */
    public static List<LockOrder> orders() {
        return Queries.orders();
    }

    /** {@return whether the agent reports the events of this JVM's locks} */
    public static boolean agentActive() {
        return Engine.hasAgent();
    }

    /** {@return every distinct finding so far, in order} */
    public static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Report report : Engine.reports()) {
            findings.add(Finding.of(report));
        }
        return List.copyOf(findings);
    }

    /**
     * Tells a listener of every finding from now on, those of grade {@code low} too.
     *
     * <p>Without the agent, findings go to SLF4J as well, or to standard error if nobody listens there. A finding whose
     * grade is raised comes once more.
     *
     * @param listener called once per distinct finding, on the thread that is about to take the lock and may hold others:
     *     it must not block. What it throws is dropped.
     * @return ends it when closed
     */
    public static Subscription onFinding(Consumer<? super Finding> listener) {
        Library.start();
        ReportSink sink = report -> listener.accept(Finding.of(report));
        Engine.addSink(sink);
        return () -> Engine.removeSink(sink);
    }

    /**
     * Takes findings that are wanted, as a test of a deadlock wants its own: while this is open, what it accepts is neither
     * said nor among {@link #findings}, nor told to listeners. What was found before is found again.
     *
     * @param expected asked of every finding, on the thread that is about to take the lock and may hold others: it must not
     *     block. What it throws is dropped, and the finding said.
     * @return ends it when closed
     */
    public static Subscription expectFindings(Predicate<? super Finding> expected) {
        Library.start();
        Predicate<Report> accepted = report -> expected.test(Finding.of(report));
        Engine.expect(accepted);
        return () -> Engine.expectNoMore(accepted);
    }

    /**
     * Names the test that runs from now on, for reports, whichever thread finds something.
     *
     * @param name the test, or null when none runs
     */
    public static void currentTest(@Nullable String name) {
        Engine.currentTest(name == null ? null : () -> name);
    }

    /**
     * A test begins on this thread. Tests are independent: what two of them do counts as if it could happen at once,
     * although the second one began when the first, and all threads that it waited for, had ended.
     *
     * @return ends the test when closed, on the same thread
     */
    public static Subscription beginTest() {
        Library.start();
        return TestRun.begin()::end;
    }

    /**
     * Says who knows the test that runs, where several run at a time.
     *
     * @param name asked on the thread that found something, which may hold locks: it must not block. Null if no test runs,
     *     or it is not known which.
     */
    public static void currentTestBy(Supplier<@Nullable String> name) {
        Engine.currentTest(name);
    }

    /**
     * Watches for threads that wait for too long, that block each other for good, or that end with a lock.
     *
     * <p>Findings {@code stall}, {@code actual-deadlock} and {@code held-at-exit} come from a daemon thread, to which
     * listeners and the program's logging are called: if they wait for a lock of a deadlock, nothing more is found. The
     * agent watches by itself (option {@code stall}); without it nobody watches until this is called, or unless the system
     * property {@code lockdep.stall} says after how many seconds.
     *
     * @param stall how long a thread may wait; zero ends the watch. A deadlock is found sooner, within 15 seconds.
     */
    public static void watch(Duration stall) {
        Library.start();
        WatchdogThread.watch(stall);
    }

    /**
     * Forgets all that was learnt and found, so that one test cannot close a cycle that another one began. Names, rules,
     * declared orders, listeners and what is held stay.
     */
    public static void reset() {
        Engine.forget();
    }
}
