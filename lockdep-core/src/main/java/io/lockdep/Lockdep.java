package io.lockdep;

import io.lockdep.engine.Engine;
import io.lockdep.engine.LockEvents;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
     * <p>Locks of one name are one class: they play one role in the program. Call it before the lock is first taken. A
     * {@link LockMap} has its name already and keeps it. The
     * lock is not kept alive.
     *
     * @param lock any object that is locked: a {@code Lock}, a {@code ReadWriteLock}, the object of a monitor
     * @param lockClass the name
     * @param <T> type of the lock
     * @return the lock
     */
    public static <T> T name(T lock, String lockClass) {
        LockEvents.named(lock, lockClass);
        return lock;
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
     * Tells a listener of every finding from now on.
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
     * Names the test that runs from now on, for reports.
     *
     * @param name the test, or null when none runs
     */
    public static void currentTest(@Nullable String name) {
        Engine.currentTest(name);
    }

    /** Forgets all that was learnt and found, so that one test cannot close a cycle that another one began. */
    public static void reset() {
        Engine.forget();
    }
}
