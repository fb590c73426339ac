package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.Baton;
import io.lockdep.sim.script.Cast;
import io.lockdep.sim.script.ScriptedDispatch;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a script is played: a machine, its actors and who tells about them. Actors are added, started, given their
 * turns one by one and dismissed at the end.
 */
public final class Stage {

    /** What has not come after that many rounds will not come in a script. */
    private static final int FRUITLESS_ROUNDS = 1000;

    private static final int SPARE_KWORKERS = 4;

    private final Synopsis synopsis;
    private final Narrator narrator;
    private final Baton baton = new Baton(Thread.currentThread());
    private final ScriptedDispatch dispatch = new ScriptedDispatch(baton);
    private final Cast cast = new Cast(baton);
    private final SimKernel kernel;
    private final Variant variant;
    private final List<String> miscounts = new ArrayList<>();

    private Stage(SimConfig config, Synopsis synopsis, Variant variant, Narrator narrator, Tracepoints trace) {
        this.synopsis = synopsis;
        this.narrator = narrator;
        this.variant = variant;
        kernel = SimKernel.boot(config, variant.flags(), dispatch, trace);
        kernel.progress().endAfter(FRUITLESS_ROUNDS, Duration.ZERO);
        narrator.introduce(synopsis, variant);
    }

    /**
     * Boots a machine and introduces the scenario.
     *
     * @param config its size
     * @param synopsis the scenario's text
     * @param variant which variant is played
     * @param narrator who is told what happens
     * @param trace where events are noted
     * @return an empty stage
     */
    public static Stage boot(
            SimConfig config, Synopsis synopsis, Variant variant, Narrator narrator, Tracepoints trace) {
        return new Stage(config, synopsis, variant, narrator, trace);
    }

    /**
     * Lets kworkers of the boot CPU wait for each other, so that there are some to spare, as in a machine that has been
     * up for a while: making one takes memory, and is a story of its own (WQ1).
     */
    public void warmUp() {
        Task.named("init", 0).run(() -> waitForWorks(SPARE_KWORKERS));
    }

    private void waitForWorks(int depth) {
        if (depth > 0) {
            Workqueues workqueues = kernel.workqueues();
            Work work = Work.named("(work_completion)(&initcalls[" + depth + "])", () -> waitForWorks(depth - 1));
            workqueues.scheduleWork(work);
            workqueues.flushWork(work);
        }
    }

    /**
     * The machine.
     *
     * @return booted, with CPU 0 up
     */
    public SimKernel kernel() {
        return kernel;
    }

    /**
     * Adds an actor, before {@link #start}.
     *
     * @param name of its thread and task
     * @param cpu the CPU it begins on
     * @return the actor
     */
    public Actor actor(String name, int cpu) {
        return cast.add(name, cpu);
    }

    /** Starts all actors; none ends before {@link #finish}. */
    public void start() {
        cast.start();
    }

    /**
     * Gives an actor a turn and tells about it.
     *
     * @param letter the actor's letter in the text
     * @param actor who acts
     * @param act what it does; returns what came of it, in numbers
     */
    public void turn(String letter, Actor actor, Supplier<String> act) {
        narrator.turn(synopsis, letter, actor, act);
    }

    /**
     * Lets an actor that was stopped at a step gate go on, and tells about it.
     *
     * @param letter the actor's letter in the text
     * @param actor who acts
     */
    public void resume(String letter, Actor actor) {
        String account = actor.resume();
        narrator.tell(synopsis, letter, actor.name(), account);
    }

    /**
     * Lets the kworkers do what is left and tells about it.
     *
     * @param letter the kworkers' letter in the text
     */
    public void runPendingWorks(String letter) {
        int works = dispatch.runAll(kernel.workqueues());
        narrator.tell(synopsis, letter, "kworkers", works + " works were left");
    }

    /**
     * Lets the kworkers do what is left, in the middle of somebody's turn.
     *
     * @return how many works were executed
     */
    public int runPendingWorks() {
        return dispatch.runPending(kernel.workqueues());
    }

    /**
     * Lets the kworkers of one CPU do what is queued there, in the middle of somebody's turn.
     *
     * @param cpu whose kworkers
     * @return how many works were executed
     */
    public int runPendingWorks(int cpu) {
        return dispatch.runPending(kernel.workqueues().pools().get(cpu));
    }

    /**
     * Tells about a turn that was taken in the middle of another.
     *
     * @param letter the actor's letter in the text
     * @param actor who acted
     * @param account what came of it, in numbers
     */
    public void tell(String letter, Actor actor, String account) {
        narrator.tell(synopsis, letter, actor.name(), account);
    }

    /**
     * Compares what was counted with the variant's text, if that says how much it must be.
     *
     * @param what its name there
     * @param got how much it was
     */
    public void count(String what, int got) {
        String wanted = synopsis.expectedCount(variant, what);
        if (!wanted.isEmpty() && Integer.parseInt(wanted) != got) {
            miscounts.add("count " + what + " is " + got + ", not " + wanted);
        }
    }

    /**
     * Checks the machine and ends all threads.
     *
     * @return what was found
     */
    public Outcome finish() {
        Outcome outcome = Outcome.of(kernel).violated(miscounts);
        cast.dismiss();
        kernel.shutdown();
        return outcome;
    }
}
