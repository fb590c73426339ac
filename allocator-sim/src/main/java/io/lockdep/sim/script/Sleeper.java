package io.lockdep.sim.script;

import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.workqueue.QueuedWork;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that waits for something in a script; its own thread makes it, whoever holds the baton looks at it. */
final class Sleeper {

    private final Thread thread = Thread.currentThread();
    private final BooleanSupplier condition;

    /** The work whose execution it waits for, if it is one. */
    private final @Nullable QueuedWork wanted;

    /** The wait as the watchdog knows it, if it can be ended. */
    private final @Nullable Undertaking undertaking;

    private boolean ended;

    Sleeper(BooleanSupplier condition, @Nullable QueuedWork wanted, @Nullable Undertaking undertaking) {
        this.condition = condition;
        this.wanted = wanted;
        this.undertaking = undertaking;
    }

    Thread thread() {
        return thread;
    }

    @Nullable
    QueuedWork wanted() {
        return wanted;
    }

    boolean mayGoOn() {
        return ended || condition.getAsBoolean();
    }

    /** Whether it goes on although what it waited for has not come. */
    boolean isEnded() {
        return ended && !condition.getAsBoolean();
    }

    /** Time has passed, and perhaps too much of it; false if nobody can end this wait. */
    boolean timePassed(Object machine) {
        if (undertaking == null || mayGoOn()) {
            return false;
        }
        ended = !undertaking.round(machine);
        return true;
    }
}
