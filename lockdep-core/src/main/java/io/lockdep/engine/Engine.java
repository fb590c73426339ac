package io.lockdep.engine;

import io.lockdep.graph.Bounds;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.report.Escape;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import io.lockdep.report.Silence;
import io.lockdep.report.Suppressions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one engine of a JVM as its owners see it: options, sinks, counts. Hooks use {@link LockEvents} instead.
 *
 * <p>Thread-safe. The agent defines these classes in the boot loader, so that every class loader sees the same engine.
 */
public final class Engine {

    /** Version in reports. */
    public static final String VERSION = "0.1.0";

    private static final AtomicLong INTERNAL_ERRORS = new AtomicLong();
    private static final AtomicLong STRAY_HOLDS = new AtomicLong();
    private static volatile LockGraph graph = new LockGraph();
    private static volatile EngineOptions options = EngineOptions.DEFAULT;
    private static volatile boolean agent;
    private static volatile boolean failsTests;
    private static volatile @Nullable String firstError;
    private static volatile @Nullable Supplier<@Nullable String> currentTest;

    static {
        graph.bound(bounds(options.limits()));
    }

    private Engine() {}

    /**
     * Sets how the engine runs. Must come before the first event.
     *
     * @param how the options
     * @param accepted findings that are not said
     */
    public static void configure(EngineOptions how, Suppressions accepted) {
        configure(how, Silence.of(accepted));
    }

    /**
     * Sets how the engine runs. Must come before the first event.
     *
     * @param how the options
     * @param silence findings that are not said
     */
    public static void configure(EngineOptions how, Silence silence) {
        options = how;
        Limit.reset();
        graph.bound(bounds(how.limits()));
        Findings.silence(silence);
    }

    private static Bounds bounds(Limits limits) {
        return new Bounds(limits.classes(), limits.dependencies(), limits.pairs());
    }

    /** {@return how the engine runs} */
    public static EngineOptions options() {
        return options;
    }

    /** Says that an agent reports the events of this JVM. */
    public static void agentIsHere() {
        agent = true;
    }

    /** {@return whether an agent reports the events of this JVM} */
    public static boolean hasAgent() {
        return agent;
    }

    /** {@return the graph of lock classes} */
    public static LockGraph graph() {
        return graph;
    }

    /**
     * Adds somebody to tell of findings.
     *
     * @param sink called once per distinct finding, on the thread that found it
     */
    public static void addSink(ReportSink sink) {
        Findings.addSink(sink);
    }

    /**
     * Removes what {@link #addSink} added.
     *
     * @param sink the same object
     */
    public static void removeSink(ReportSink sink) {
        Findings.removeSink(sink);
    }

    /** {@return every distinct report so far} */
    public static List<Report> reports() {
        return Findings.all();
    }

    /**
     * {@return how many findings were not said because there were too many} Distinct, until so many more are known than may
     * be said that they are not remembered.
     */
    public static long unsaidReports() {
        return Findings.unsaid();
    }

    /** {@return how many distinct findings were suppressed by a rule} */
    public static long suppressedReports() {
        return Findings.silenced(Silence.Reason.SUPPRESSED);
    }

    /**
     * {@return how many distinct findings were not said for a reason}
     *
     * @param reason the reason
     */
    public static long silencedReports(Silence.Reason reason) {
        return Findings.silenced(reason);
    }

    /** Says that a test that closes a ring is to fail; whoever runs tests asks {@link #failsTests}. */
    public static void failTests() {
        failsTests = true;
    }

    /** {@return whether a test that closes a ring is to fail (option {@code fail=test} of the agent)} */
    public static boolean failsTests() {
        return failsTests;
    }

    /** {@return how many chains have been validated} */
    public static int chainCount() {
        return ChainCache.size() + Unsettled.size();
    }

    /** {@return how many entries of held stacks turned out not to be held, after an error of the program's thread} */
    public static long strayHolds() {
        return STRAY_HOLDS.get();
    }

    static void strayHold() {
        STRAY_HOLDS.getAndIncrement();
    }

    /** {@return how many errors inside lockdep were caught} */
    public static long internalErrors() {
        return INTERNAL_ERRORS.get();
    }

    /** {@return the first error inside lockdep, if there was one} */
    public static @Nullable String firstInternalError() {
        return firstError;
    }

    /** {@return how many events were not looked at because the heap was full} */
    public static long unseenEvents() {
        return Shortage.unseen();
    }

    /**
     * Says who names the test that runs, for reports.
     *
     * @param name asked on the thread that found something, which may hold locks; null, or a null name, between tests
     */
    public static void currentTest(@Nullable Supplier<@Nullable String> name) {
        currentTest = name;
    }

    /** {@return the test that runs, if known} */
    public static @Nullable String currentTest() {
        Supplier<@Nullable String> source = currentTest;
        if (source == null) {
            return null;
        }
        try {
            String name = source.get();
            return name == null ? null : Escape.name(name);
        } catch (Throwable e) {
            // A report without a test is better than none.
            internalError(e);
            return null;
        }
    }

    /**
     * Adds somebody who expects findings: what it accepts is not news to anybody else.
     *
     * @param expected asked on the thread that found something, of equal findings each time
     */
    public static void expect(Predicate<Report> expected) {
        Findings.expect(expected);
        lookAgain();
    }

    /**
     * Removes what {@link #expect} added.
     *
     * @param expected the same object
     */
    public static void expectNoMore(Predicate<Report> expected) {
        Findings.expectNoMore(expected);
    }

    /** Forgets all that was learnt and said. Classes keep their numbers. For tests, and after the agent's self-test. */
    public static synchronized void forget() {
        graph.forget();
        lookAgain();
        Findings.clear();
    }

    /**
     * Has known chains validated again, which says nothing twice. Needed where they may say more than they did: a ring was
     * found whose grade could be raised, the program has told something new of its locks.
     */
    public static void lookAgain() {
        // In this order: a chain of the one becomes one of the other.
        Unsettled.clear();
        ChainCache.clear();
        BodyPlaces.lookAgain();
    }

    static void seeWriter(LockClass of) {
        if (!of.writerSeen() && graph.seeWriter(of)) {
            lookAgain();
        }
    }

    // Kept, not thrown and not printed here: a hook may not do either.
    static void internalError(Throwable error) {
        if (!Shortage.explains(error) && INTERNAL_ERRORS.getAndIncrement() == 0) {
            boolean was = LockEvents.enter();
            try {
                StackTraceElement[] frames = error.getStackTrace();
                firstError = error + (frames.length == 0 ? "" : " at " + frames[0]);
            } catch (OutOfMemoryError e) {
                firstError = "not known, the heap was full";
            }
            LockEvents.leave(was);
        }
    }

    /**
     * Frees what unloaded classes and dead locks and threads have left. It is also done in parts whenever something has to
     * be made; who wants it done while the program does nothing new calls this from time to time, once a second at most:
     * after a collection it looks at every lock that is known.
     */
    public static void sweep() {
        Unloading.sweepAll();
    }

    /** {@return how many places in code are known} */
    public static int siteCount() {
        return Sites.count();
    }

    /** {@return how many locks have a class of their own} */
    public static int instanceCount() {
        return LockInstances.count();
    }
}
