package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.lockdep.report.Suppressions;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After every step of random histories, the engine has said a ring exactly when there is one, and the shortest through
 * every dependency that is new.
 *
 * <p>{@code -Dlockdep.seed=N} repeats a run. A failure shows the smallest history that fails.
 */
class ExactnessTest {

    private static final int HISTORIES = 24_000;

    @Test
    void theEngineAgreesWithTheDefinition() {
        run(HISTORIES, 5, random -> History.inTurn(random, 1));
    }

    @Test
    void itDoesSoWithSeveralLocksOfAClassThatNestInAnOrder() {
        run(HISTORIES / 2, 5, random -> History.inTurn(random, 3));
    }

    @Test
    void itDoesSoWithThreadsAtTheSameTime() {
        run(HISTORIES / 10, 4, History::interleaved);
    }

    /** N1 and N2 of the reference, which Linux 6.12 misses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "W(A) RR(B) | W(A) W(C) | W(C) W(B) | R(B) W(D) | W(D) W(A)",
                "W(A) RR(B) W(C) | W(C) W(A)",
            })
    void itFindsWhatLinuxMisses(String script) {
        try (EngineChecker engine = new EngineChecker()) {
            Trial trial = new Trial(History.of(script), engine);

            assertThat(trial.disagreement()).isNull();
            assertThat(trial.hasRing()).isTrue();
        }
    }

    // On a thread of its own, since a test runner's deep stack would be taken down for every new chain.
    private static void run(int histories, int longest, Function<Random, History> draw) {
        Engine.configure(new EngineOptions(true, false, 1000, 4), Suppressions.NONE);
        Actor player = new Actor("exactness");
        try {
            player.act(() -> compare(histories, longest, draw));
        } finally {
            player.end();
            Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        }
    }

    private static void compare(int histories, int longest, Function<Random, History> draw) {
        long seed = Long.getLong("lockdep.seed", System.nanoTime());
        System.out.println("ExactnessTest: -Dlockdep.seed=" + seed);
        int rings = 0;
        int[] lengths = new int[History.MAX_CLASSES + 1];
        int[] depths = new int[Trial.MAX_DEPTH + 1];
        try (EngineChecker engine = new EngineChecker()) {
            for (int i = 0; i < histories; i++) {
                History history = draw.apply(new Random(seed + i));
                Trial trial = new Trial(history, engine);
                if (trial.disagreement() != null) {
                    fail("with -Dlockdep.seed=" + (seed + i) + ": " + explain(history, engine));
                }
                rings += trial.hasRing() ? 1 : 0;
                lengths[trial.longest()]++;
                depths[trial.deepest()]++;
            }
        }
        // Every answer has to be common, or the comparison says nothing.
        assertThat(rings).as("histories with a ring").isBetween(histories / 10, histories * 4 / 5);
        for (int length = 2; length <= longest; length++) {
            assertThat(lengths[length]).as("rings of " + length).isPositive();
        }
        assertThat(depths[Trial.MAX_DEPTH]).as("deep histories").isGreaterThan(histories / 50);
    }

    private static String explain(History failing, EngineChecker engine) {
        History smallest = Shrink.smallest(failing, h -> new Trial(h, engine).disagreement() != null);
        return new Trial(smallest, engine).disagreement() + " in " + smallest;
    }
}
