package io.lockdep.sim.stress;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.progress.CallTrace;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Plays all roles of a scenario at once for a while, and checks the machine again and again while it is stopped.
 *
 * <p>A run always ends: if nobody completes an operation for {@code patience}, the run is called stalled and its threads,
 * daemons all of them, are left where they hang.
 */
public final class StressRun {

    private static final String NO_REST = "operations that had begun did not end";
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final SimKernel kernel;
    private final Unrest unrest;
    private final WorldGate gate = new WorldGate();
    private final List<StressActor> actors = new ArrayList<>();
    private final Duration length;
    private final Duration checkEvery;
    private final Duration patience;
    private final Consumer<String> progress;
    private Outcome outcome = new Outcome(List.of(), List.of(), List.of());

    /**
     * Makes a run that has not begun.
     *
     * @param kernel a machine whose kworkers run freely
     * @param roles what its threads do
     * @param seed where all choices come from
     * @param length how long
     * @param checkEvery how often the machine is stopped and checked
     * @param patience how long nothing may be completed
     * @param progress who is told a line at each check
     */
    public StressRun(
            SimKernel kernel,
            List<Role> roles,
            long seed,
            Duration length,
            Duration checkEvery,
            Duration patience,
            Consumer<String> progress) {
        this.kernel = kernel;
        unrest = new Unrest(kernel, seed);
        this.length = length;
        this.checkEvery = checkEvery;
        this.patience = patience;
        this.progress = progress;
        for (int i = 0; i < roles.size(); i++) {
            actors.add(new StressActor(roles.get(i), gate, unrest, seed + i));
        }
    }

    /**
     * Runs.
     *
     * @return how the machine ended: the first violations that were found, or a stall, or all invariants held
     */
    public Outcome run() {
        long start = System.nanoTime();
        long next = checkEvery.toNanos();
        unrest.begin();
        actors.forEach(StressActor::start);
        while (System.nanoTime() - start < length.toNanos() && isFine()) {
            if (!progresses()) {
                return stalled("no operation was completed");
            }
            if (System.nanoTime() - start >= next) {
                next += checkEvery.toNanos();
                unrest.pause();
                if (!check()) {
                    return stalled(NO_REST);
                }
                unrest.resume();
                tell(System.nanoTime() - start);
            }
        }
        unrest.pause();
        actors.forEach(StressActor::stop);
        return endedInTime() && check() ? outcome : stalled(NO_REST);
    }

    /**
     * Operations completed so far.
     *
     * @return by role, in the order of the roles
     */
    public Map<String, Long> operations() {
        Map<String, Long> operations = new LinkedHashMap<>();
        actors.forEach(actor -> operations.merge(actor.name(), actor.operations(), Long::sum));
        return operations;
    }

    private long completed() {
        return actors.stream().mapToLong(StressActor::operations).sum();
    }

    /** Waits a moment, or as long as patience lasts while nothing is completed. */
    private boolean progresses() {
        long before = completed();
        long start = System.nanoTime();
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        while (completed() == before && isFine()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }

    private boolean isFine() {
        return outcome.violations().isEmpty()
                && kernel.progress().stalls().isEmpty()
                && actors.stream().allMatch(actor -> actor.failure() == null);
    }

    private boolean endedInTime() {
        long start = System.nanoTime();
        for (StressActor actor : actors) {
            while (actor.thread().isAlive()) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    return false;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return true;
    }

    /** Looks at the machine at rest; false if it does not come to rest. */
    private boolean check() {
        boolean atRest = gate.close(kernel::isIdle, patience.toNanos());
        // What was found stays found: a CPU that comes up again takes its pages back.
        if (atRest && outcome.violations().isEmpty()) {
            Outcome found = Outcome.of(kernel);
            List<String> violations = new ArrayList<>(found.violations());
            for (StressActor actor : actors) {
                Throwable failure = actor.failure();
                if (failure != null) {
                    violations.add("oops " + actor.name() + " failed: " + failure);
                }
            }
            outcome = new Outcome(found.held(), violations, found.stalls());
        }
        gate.open();
        return atRest;
    }

    private Outcome stalled(String what) {
        StringBuilder text = new StringBuilder("stall: " + what + " for " + patience.toSeconds() + " s");
        for (StressActor actor : actors) {
            Thread thread = actor.thread();
            if (thread.isAlive()) {
                text.append("\n\"").append(actor.name()).append("\" is ").append(thread.getState());
                text.append(CallTrace.of(thread));
            }
        }
        return outcome.stalled(text.append(kernel.progress().showState()).toString());
    }

    private void tell(long elapsedNs) {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(elapsedNs));
        progress.accept(seconds + " s: " + completed() + " operations, " + completed() / seconds + " per second; "
                + (outcome.violations().isEmpty()
                        ? "all invariants hold"
                        : outcome.violations().get(0)));
    }
}
