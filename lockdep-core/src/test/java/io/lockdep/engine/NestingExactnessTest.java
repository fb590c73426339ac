package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.lockdep.engine.Act.Verb;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * After every step of random histories in which locks of one class are nested, the engine has said a ring of these locks
 * if there is one, and none if there is not.
 *
 * <p>{@code -Dlockdep.seed=N} repeats a run. A failure shows the smallest history that fails.
 */
class NestingExactnessTest {

    private static final int HISTORIES = 10_000;
    private static final int LOCKS = 3;
    private static final Verb[] VERBS = {Verb.BLOCK, Verb.BLOCK, Verb.BLOCK, Verb.TIMED, Verb.TRY, Verb.RELEASE};

    // On a thread of its own, since a test runner's deep stack would be taken down for every new chain.
    @Test
    void theEngineAgreesWithTheDefinition() {
        Engine.configure(new EngineOptions(true, false, 1000, 4), Suppressions.NONE);
        Actor player = new Actor("exactness");
        try {
            player.act(NestingExactnessTest::compare);
        } finally {
            player.end();
            Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        }
    }

    private static void compare() {
        long seed = Long.getLong("lockdep.seed", System.nanoTime());
        System.out.println("NestingExactnessTest: -Dlockdep.seed=" + seed);
        int rings = 0;
        try (EngineChecker engine = new EngineChecker()) {
            for (int i = 0; i < HISTORIES; i++) {
                History history = draw(new Random(seed + i));
                NestingTrial trial = new NestingTrial(history, engine);
                if (trial.disagreement() != null) {
                    fail("with -Dlockdep.seed=" + (seed + i) + ": " + explain(history, engine));
                }
                rings += trial.hasRing() ? 1 : 0;
            }
        }
        assertThat(rings).as("histories with a ring").isBetween(HISTORIES / 5, HISTORIES * 4 / 5);
    }

    @Test
    void andWouldNotIfItTookReadersForWriters() {
        try (EngineChecker engine = new EngineChecker()) {
            for (int i = 0; i < HISTORIES; i++) {
                History history = draw(new Random(i));
                String wrong = new NestingTrial(history, new WithoutModes(engine)).disagreement();
                if (wrong != null) {
                    assertThat(wrong).startsWith("a ring is said that is none");
                    return;
                }
            }
        }
        fail("not found");
    }

    private static History draw(Random random) {
        int modes = 1 + random.nextInt(3);
        int threads = 2 + random.nextInt(3);
        List<Act> steps = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int events = 2 + random.nextInt(4);
            for (int event = 0; event < events; event++) {
                Verb verb = VERBS[random.nextInt(VERBS.length)];
                steps.add(new Act(thread, verb, random.nextInt(LOCKS), random.nextInt(modes)));
            }
        }
        return new History(LOCKS, false, List.copyOf(steps));
    }

    private static String explain(History failing, EngineChecker engine) {
        History smallest = Shrink.smallest(failing, h -> new NestingTrial(h, engine).disagreement() != null);
        return new NestingTrial(smallest, engine).disagreement() + " in " + smallest;
    }

    private record WithoutModes(EngineChecker engine) implements Checker {

        @Override
        public void start(History history) {
            engine.start(history);
        }

        @Override
        public void acquire(Act step) {
            engine.acquire(new Act(step.thread(), step.verb(), step.lock(), Acquisition.EXCLUSIVE));
        }

        @Override
        public void release(Act step, int mode) {
            engine.release(step, Acquisition.EXCLUSIVE);
        }

        @Override
        public boolean saysRing() {
            return engine.saysRing();
        }

        @Override
        public int shortestRing(int from, int to) {
            return engine.shortestRing(from, to);
        }
    }
}
