package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A lock of the JDK and one of the library, to which the same random things are done: they must answer the same.
 *
 * @param <L> their common type
 */
final class Twins<L> {

    /** Something that is done to a lock; the answer is compared. */
    interface Act<L> {
        Object on(L lock) throws Exception;
    }

    private record Choice<L>(String name, Predicate<L> blocks, Act<L> act) {}

    private final L jdk;
    private final L ours;
    private final List<Choice<L>> choices = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private Act<L> state = lock -> "";
    private Act<L> check = lock -> "";

    Twins(L jdk, L ours) {
        this.jdk = jdk;
        this.ours = ours;
    }

    /** Something that never blocks. */
    Twins<L> may(String name, Act<L> act) {
        return may(name, lock -> false, act);
    }

    /** Something that is left out where it would block. */
    Twins<L> may(String name, Predicate<L> blocks, Act<L> act) {
        choices.add(new Choice<>(name, blocks, act));
        return this;
    }

    /** What is asked of both after each step. */
    Twins<L> state(Act<L> questions) {
        state = questions;
        return this;
    }

    /** What is asked of the JDK's lock after each step, on the thread that did it, and must be its answer. */
    Twins<L> known(Act<L> holds) {
        check = holds;
        return this;
    }

    /** Does random things on the threads of a stage, chosen by a seed. */
    void play(Stage stage, long seed, int steps, String... threads) {
        Random random = new Random(seed);
        for (int i = 0; i < steps; i++) {
            Choice<L> choice = choices.get(random.nextInt(choices.size()));
            String thread = threads[random.nextInt(threads.length)];
            stage.on(thread, () -> step(choice, thread, seed));
        }
    }

    private void step(Choice<L> choice, String thread, long seed) throws Exception {
        if (choice.blocks.test(jdk)) {
            return;
        }
        String expected = answer(choice.act, jdk);
        history.add(thread + ": " + choice.name + " = " + expected);
        assertThat(answer(choice.act, ours)).as("seed %d, %s", seed, history).isEqualTo(expected);
        assertThat(state.on(ours)).as("seed %d, %s", seed, history).isEqualTo(state.on(jdk));
        assertThat(check.on(ours)).as("seed %d, %s", seed, history).isEqualTo(check.on(jdk));
    }

    private static <L> String answer(Act<L> act, L lock) {
        try {
            return String.valueOf(act.on(lock));
        } catch (Exception e) {
            return e.getClass().getName() + " " + e.getMessage();
        } finally {
            Thread.interrupted();
        }
    }
}
