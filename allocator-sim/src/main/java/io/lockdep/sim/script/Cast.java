package io.lockdep.sim.script;

import java.util.ArrayList;
import java.util.List;

/**
 * The actors of a script. All of them are started before the first one acts and none ends before the last one has
 * acted, so that no two of them are ordered by the start or the end of a thread.
 */
public final class Cast {

    private final Baton baton;
    private final List<Actor> actors = new ArrayList<>();

    /**
     * Makes an empty cast.
     *
     * @param baton what the calling thread holds
     */
    public Cast(Baton baton) {
        this.baton = baton;
    }

    /**
     * Adds an actor, not yet started.
     *
     * @param name of its thread and task
     * @param cpu the CPU it begins on
     * @return the actor
     */
    public Actor add(String name, int cpu) {
        Actor actor = new Actor(baton, name, cpu);
        actors.add(actor);
        return actor;
    }

    /** Starts all actors; they wait for their turns. */
    public void start() {
        actors.forEach(Actor::start);
    }

    /** Ends all actors. */
    public void dismiss() {
        actors.forEach(Actor::dismiss);
    }
}
