package io.lockdep.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Observations whose locks are gone make room for others, but no kind of them goes altogether. */
class StaleEvidenceTest {

    private final LockGraph graph = new LockGraph();
    private final List<Object> alive = new ArrayList<>();
    private final Lifeline life = Lifeline.unknown();

    @Test
    void theLastObservationOfAKindStaysThoughItsInstancesAreGone() {
        take("A", Mode.SHARED, "B", Mode.RECURSIVE_SHARED);
        Object gone = new Object();
        Acquired held = new Acquired(gone, graph.classNamed("A"), Mode.EXCLUSIVE, false, true, List.of());
        graph.connect(held, lock("B", Mode.EXCLUSIVE), flow(held), false);
        Dependency edge = graph.classNamed("A").dependencies().get(0);
        held = null;
        gone = null;
        awaitStale(edge);
        for (int i = 0; i < 2 * Dependency.MAX_EVIDENCE; i++) {
            take("A", Mode.SHARED, "B", Mode.RECURSIVE_SHARED);
        }

        assertThat(take("B", Mode.SHARED, "A", Mode.EXCLUSIVE)).hasSize(1);
    }

    // A collection of garbage is asked for until it has happened.
    private static void awaitStale(Dependency edge) {
        while (!edge.evidence().get(1).isStale()) {
            System.gc();
        }
    }

    private List<Ring> take(String outer, Mode hold, String inner, Mode want) {
        Acquired held = lock(outer, hold);
        return graph.connect(held, lock(inner, want), flow(held), false);
    }

    private Acquired lock(String name, Mode mode) {
        Object instance = new Object();
        alive.add(instance);
        return new Acquired(instance, graph.classNamed(name), mode, false, true, List.of());
    }

    private Flow flow(Acquired held) {
        return new Flow(thread(), 1, "t/1", life, List.of(held));
    }

    private static Thread thread() {
        return Thread.currentThread();
    }
}
