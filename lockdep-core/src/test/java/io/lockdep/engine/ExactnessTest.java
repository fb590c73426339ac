package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine finds a ring exactly when there is one, in random histories of all modes, tries and orders of release.
 *
 * <p>{@code -Dlockdep.seed=N} repeats a run. Each history has one instance per class; its threads act one after the other.
 */
class ExactnessTest {

    private static final int HISTORIES = 6000;
    private static final int MAX_CLASSES = 6;
    private static final String NAME = "exact.";

    private final Object[] locks = new Object[MAX_CLASSES];
    private final List<String> story = new ArrayList<>();

    // What is held, outermost first: class, mode, whether tried.
    private final List<int[]> held = new ArrayList<>();

    /** All waits that the history contains. */
    private Oracle all = new Oracle();

    /** Those of them that the kernel's adjacency rule keeps: the graph in which the engine owes the shortest ring. */
    private Oracle adjacent = new Oracle();

    @AfterEach
    void close() {
        Engine.forget();
    }

    @Test
    void theEngineAgreesWithAnExhaustiveSearch() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        long errors = Engine.internalErrors();
        long seed = Long.getLong("lockdep.seed", System.nanoTime());
        System.out.println("ExactnessTest: -Dlockdep.seed=" + seed);
        for (int i = 0; i < MAX_CLASSES; i++) {
            locks[i] = Lockdep.name(new Object(), NAME + i);
        }
        int rings = 0;
        for (int i = 0; i < HISTORIES; i++) {
            rings += play(new Random(seed + i)) ? 1 : 0;
        }
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        // Both answers have to be common, or the comparison says nothing.
        assertThat(rings).as("histories with a ring").isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }

    private boolean play(Random random) {
        Engine.forget();
        story.clear();
        all = new Oracle();
        adjacent = new Oracle();
        int classes = 2 + random.nextInt(MAX_CLASSES - 1);
        int threads = 2 + random.nextInt(5);
        boolean ring = false;
        for (int t = 0; t < threads; t++) {
            story.add("|");
            int events = 2 + random.nextInt(7);
            for (int e = 0; e < events; e++) {
                if (!held.isEmpty() && random.nextInt(4) == 0) {
                    release(random.nextInt(held.size()));
                } else {
                    acquire(random.nextInt(classes), random.nextInt(3), random.nextInt(4) == 0);
                }
                ring = compare(ring);
            }
            while (!held.isEmpty()) {
                release(random.nextInt(held.size()));
                ring = compare(ring);
            }
        }
        Engine.reports().forEach(this::isReal);
        assertThat(LockEvents.depth()).isZero();
        return ring;
    }

    private void acquire(int lock, int mode, boolean tried) {
        for (int[] entry : held) {
            if (entry[0] == lock) {
                return;
            }
        }
        story.add((tried ? "T" : "") + List.of("W", "R", "RR").get(mode) + "(" + lock + ")");
        if (tried) {
            LockEvents.tried(true, locks[lock], mode);
        } else {
            for (int[] entry : held) {
                all.see(new Oracle.Wait(entry[0], entry[1], lock, mode));
            }
            connect(held.size(), lock, mode);
            LockEvents.acquire(locks[lock], mode);
        }
        held.add(new int[] {lock, mode, tried ? 1 : 0});
    }

    private void release(int at) {
        int[] entry = held.remove(at);
        story.add("U(" + entry[0] + ")");
        for (int i = at; i < held.size(); i++) {
            if (held.get(i)[2] == 0) {
                connect(i, held.get(i)[0], held.get(i)[1]);
            }
        }
        LockEvents.release(locks[entry[0]], entry[1]);
    }

    private void connect(int below, int lock, int mode) {
        for (int i = below - 1; i >= 0; i--) {
            int[] entry = held.get(i);
            adjacent.see(new Oracle.Wait(entry[0], entry[1], lock, mode));
            if (entry[2] == 0 && entry[1] != Acquisition.RECURSIVE_SHARED) {
                return;
            }
        }
    }

    private boolean compare(boolean before) {
        if (before) {
            return true;
        }
        boolean real = all.shortest() != 0;
        List<Report> reports = Engine.reports();
        assertThat(!reports.isEmpty()).as(() -> "a ring in " + story).isEqualTo(real);
        if (real) {
            int said = reports.stream().mapToInt(r -> r.cycle().size()).min().orElseThrow();
            assertThat(said).as(() -> "length in " + story).isEqualTo(adjacent.shortest());
        }
        return real;
    }

    private void isReal(Report report) {
        assertThat(report.kind()).isEqualTo(ReportKind.CIRCULAR);
        List<Party> cycle = report.cycle();
        for (int k = 0; k < cycle.size(); k++) {
            Oracle.Wait wait = wait(cycle.get(k));
            assertThat(all.contains(wait)).as(() -> wait + " in " + story).isTrue();
            assertThat(Oracle.blocks(wait, wait(cycle.get((k + 1) % cycle.size()))))
                    .as(() -> report.message() + " in " + story)
                    .isTrue();
        }
    }

    private static Oracle.Wait wait(Party party) {
        return new Oracle.Wait(
                lock(party.holds()), mode(party.holdMode()), lock(party.wants()), mode(party.wantMode()));
    }

    private static int lock(String name) {
        return Integer.parseInt(name.substring(NAME.length()));
    }

    private static int mode(String symbol) {
        return List.of("W", "R", "RR").indexOf(symbol);
    }
}
