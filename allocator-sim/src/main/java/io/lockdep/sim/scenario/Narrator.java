package io.lockdep.sim.scenario;

import io.lockdep.sim.script.Actor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the story of a run in a few lines: what happened in reality, and what each actor does.
 *
 * <p>Speaks between turns only, on the director's thread, while no actor holds a lock: a log statement under a lock
 * of the simulation would make the logging framework's locks part of the graph.
 */
public final class Narrator {

    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

    private final Consumer<String> listener;

    /** Tells it to the log. */
    public Narrator() {
        this(LOG::info);
    }

    private Narrator(Consumer<String> listener) {
        this.listener = listener;
    }

    /**
     * One who tells it to somebody else.
     *
     * @param listener gets every line
     * @return the narrator
     */
    static Narrator to(Consumer<String> listener) {
        return new Narrator(listener);
    }

    /**
     * One who keeps everything to himself.
     *
     * @return for runs of which only the end counts
     */
    public static Narrator silent() {
        return new Narrator(line -> {});
    }

    /**
     * Introduces a scenario.
     *
     * @param synopsis its text
     * @param variant the variant that is going to run
     */
    public void introduce(Synopsis synopsis, Variant variant) {
        say(synopsis.id() + " " + synopsis.title());
        say("variant " + variant.id() + ": " + variant.title());
        for (String sentence : synopsis.history()) {
            say("  " + sentence);
        }
    }

    /**
     * Gives an actor a turn and tells about it.
     *
     * @param synopsis where the actor's part is described
     * @param letter the actor's letter there
     * @param actor who acts
     * @param act what it does; returns what came of it, in numbers
     */
    public void turn(Synopsis synopsis, String letter, Actor actor, Supplier<String> act) {
        String account = actor.turn(act);
        tell(synopsis, letter, actor.name(), account);
    }

    /**
     * Tells about something that has been done.
     *
     * @param synopsis where the actor's part is described
     * @param letter the actor's letter there
     * @param name of the thread or threads
     * @param account what came of it, in numbers
     */
    public void tell(Synopsis synopsis, String letter, String name, String account) {
        say(letter + " " + name + ": " + synopsis.part(letter) + " [" + account + "]");
    }

    /**
     * Says something else.
     *
     * @param line what to say
     */
    public void say(String line) {
        listener.accept(line);
    }
}
