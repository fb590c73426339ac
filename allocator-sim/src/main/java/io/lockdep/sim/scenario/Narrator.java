package io.lockdep.sim.scenario;

import io.lockdep.sim.script.Actor;
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

    private final Logger log = LoggerFactory.getLogger(Narrator.class);

    /**
     * Introduces a scenario.
     *
     * @param synopsis its text
     * @param variant the variant that is going to run
     */
    public void introduce(Synopsis synopsis, Variant variant) {
        log.info("{} {}", synopsis.id(), synopsis.title());
        log.info("variant {}: {}", variant.id(), variant.title());
        for (String sentence : synopsis.history()) {
            log.info("  {}", sentence);
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
        log.info("{} {}: {} [{}]", letter, name, synopsis.part(letter), account);
    }

    /**
     * Says something else.
     *
     * @param line what to say
     */
    public void say(String line) {
        log.info("{}", line);
    }
}
