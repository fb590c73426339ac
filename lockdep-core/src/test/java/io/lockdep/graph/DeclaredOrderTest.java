package io.lockdep.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Grade;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that the program declares was not learnt: it outlives what was, and holds for everybody. */
class DeclaredOrderTest {

    private final LockGraph graph = new LockGraph();
    private final List<Object> alive = new ArrayList<>();
    private final Lifeline life = Lifeline.unknown();

    @Test
    void aDeclaredOrderIsNotForgotten() {
        graph.declare(
                lock("A", Mode.EXCLUSIVE), lock("B", Mode.EXCLUSIVE), new Flow(thread(), 1, "t/1", life, List.of()));
        take("B", Mode.EXCLUSIVE, "C", Mode.EXCLUSIVE);
        graph.forget();

        assertThat(graph.dependencyCount()).isEqualTo(1);
        assertThat(take("C", Mode.EXCLUSIVE, "B", Mode.EXCLUSIVE)).isEmpty();
        assertThat(take("B", Mode.EXCLUSIVE, "A", Mode.EXCLUSIVE)).hasSize(1);
    }

    @Test
    void aDeclaredOrderHoldsForThreadsThatAreStartedAfterwards() {
        graph.declare(
                lock("A", Mode.EXCLUSIVE), lock("B", Mode.EXCLUSIVE), new Flow(thread(), 1, "t/1", life, List.of()));
        Lifeline later = life.start(false);
        Acquired held = lock("B", Mode.EXCLUSIVE);
        List<Ring> rings = graph.connect(
                held, lock("A", Mode.EXCLUSIVE), new Flow(thread(), 2, "t/2", later, List.of(held)), false);

        assertThat(rings)
                .singleElement()
                .satisfies(ring -> assertThat(ring.grade()).isEqualTo(Grade.MEDIUM));
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
