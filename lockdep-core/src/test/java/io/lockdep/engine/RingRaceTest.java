package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.report.Report;
import io.lockdep.report.Suppressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that add the edges of a ring at the same time never lose it: the one who comes last sees the others. */
@Timeout(60)
class RingRaceTest {

    private static final int ROUNDS = 4000;

    // Few classes used again and again: each stays in the graph for the life of the JVM.
    private static final int AT_ONCE = 200;

    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
    }

    @Test
    void twoThreads() throws InterruptedException {
        race(2, false);
    }

    @Test
    void threeThreads() throws InterruptedException {
        race(3, false);
    }

    /** The ring is of locks of one class, which are told apart only once they are nested. */
    @Test
    void twoThreadsWithLocksOfOneClass() throws InterruptedException {
        race(2, true);
    }

    private void race(int length, boolean oneClass) throws InterruptedException {
        Engine.configure(new EngineOptions(true, false, 2 * AT_ONCE, 4), Suppressions.NONE);
        Object[][] rings = new Object[AT_ONCE][length];
        for (int round = 0; round < ROUNDS; round += AT_ONCE) {
            for (int ring = 0; ring < AT_ONCE; ring++) {
                for (int i = 0; i < length; i++) {
                    rings[ring][i] = Lockdep.name(new Object(), "race." + ring + (oneClass ? "" : "." + i));
                }
            }
            Engine.forget();
            Race.Runner[] runners = new Race.Runner[length];
            for (int i = 0; i < length; i++) {
                int outer = i;
                runners[i] = ring -> nest(rings[ring][outer], rings[ring][(outer + 1) % length]);
            }
            Race.run(AT_ONCE, runners);

            assertThat(Engine.reports()).hasSize(AT_ONCE);
            for (Report report : Engine.reports()) {
                assertThat(report.cycle()).hasSize(length);
            }
        }
        assertThat(Engine.internalErrors()).isEqualTo(errors);
    }

    private static void nest(Object outer, Object inner) {
        LockEvents.acquire(outer, Acquisition.EXCLUSIVE);
        LockEvents.acquire(inner, Acquisition.EXCLUSIVE);
        LockEvents.release(inner, Acquisition.EXCLUSIVE);
        LockEvents.release(outer, Acquisition.EXCLUSIVE);
    }
}
