package io.lockdep.sim.script;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The step gates of one machine. Passing one costs two volatile reads and does nothing, unless a script has armed it.
 *
 * <p>Made of nothing that a lock validator would see: who is stopped at a gate has been given the baton and waits for
 * it as any actor does.
 */
public final class StepGates {

    private final AtomicReferenceArray<@Nullable Runnable> armed = new AtomicReferenceArray<>(StepGate.values().length);

    private volatile @Nullable Consumer<StepGate> disturbance;

    /** Makes gates that are all open. */
    public StepGates() {}

    /**
     * Lets everybody who comes to a gate do something there.
     *
     * @param gate which one
     * @param action what to do, on the thread that has come
     */
    public void arm(StepGate gate, Runnable action) {
        armed.set(gate.ordinal(), action);
    }

    /**
     * Opens a gate again.
     *
     * @param gate which one
     */
    public void disarm(StepGate gate) {
        armed.set(gate.ordinal(), null);
    }

    /**
     * Stops an actor the first time it comes to a gate: its turn ends there, and the next one goes on from there. Others
     * pass.
     *
     * @param gate which one
     * @param actor who is stopped
     */
    public void stop(StepGate gate, Actor actor) {
        arm(gate, () -> {
            if (actor.isCurrent()) {
                disarm(gate);
                actor.pause("stopped at " + gate);
            }
        });
    }

    /**
     * Lets something happen to everybody at every gate, before what the gate is armed with.
     *
     * @param everywhere what to do at a gate, on the thread that has come; null for nothing
     */
    public void disturb(@Nullable Consumer<StepGate> everywhere) {
        disturbance = everywhere;
    }

    /**
     * Goes through a gate.
     *
     * @param gate which one
     */
    public void pass(StepGate gate) {
        Consumer<StepGate> everywhere = disturbance;
        if (everywhere != null) {
            everywhere.accept(gate);
        }
        Runnable action = armed.get(gate.ordinal());
        if (action != null) {
            action.run();
        }
    }
}
