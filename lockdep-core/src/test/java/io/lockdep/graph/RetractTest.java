package io.lockdep.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An acquisition that is not made after all leaves nothing in the graph. */
class RetractTest {

    private final LockGraph graph = new LockGraph();
    private final List<Object> alive = new ArrayList<>();
    private final Lifeline life = Lifeline.unknown();

    @Test
    void whatIsTakenBackWasNeverLearnt() {
        Taken bad = take("B", "A");
        graph.retract(bad.wanted, bad.flow);

        assertThat(graph.dependencyCount()).isZero();
        assertThat(take("A", "B").rings).isEmpty();
    }

    @Test
    void whatOthersHaveSeenOfTheSameOrderStays() {
        take("B", "A");
        Taken again = take("B", "A");
        graph.retract(again.wanted, again.flow);

        assertThat(graph.dependencyCount()).isEqualTo(1);
        assertThat(take("A", "B").rings).hasSize(1);
    }

    @Test
    void theRingIsFoundEachTimeThatItIsTakenBack() {
        take("A", "B");
        for (int i = 0; i < 100; i++) {
            Taken bad = take("B", "A");
            assertThat(bad.rings).hasSize(1);
            graph.retract(bad.wanted, bad.flow);
        }

        assertThat(take("A", "B").rings).isEmpty();
    }

    @Test
    void instancesOfOneClassAreTakenBackToo() {
        Acquired outer = lock("A", Mode.EXCLUSIVE);
        Acquired inner = lock("A", Mode.EXCLUSIVE);
        graph.nest(outer, inner, flow(outer), false);
        graph.retract(inner, flow(outer));

        Acquired first =
                new Acquired(inner.instance(), inner.lockClass(), Mode.EXCLUSIVE, false, true, List.of(frame("again")));
        assertThat(graph.nest(first, outer, flow(first), false)).isNull();
    }

    private record Taken(Acquired wanted, Flow flow, List<Ring> rings) {}

    private Taken take(String outer, String inner) {
        return take(outer, Mode.EXCLUSIVE, inner, Mode.EXCLUSIVE);
    }

    private Taken take(String outer, Mode hold, String inner, Mode want) {
        Acquired held = lock(outer, hold);
        Acquired wanted = lock(inner, want);
        Flow flow = flow(held);
        return new Taken(wanted, flow, graph.connect(held, wanted, flow, false));
    }

    private Acquired lock(String name, Mode mode) {
        Object instance = new Object();
        alive.add(instance);
        return new Acquired(instance, graph.classNamed(name), mode, false, true, List.of(frame(name)));
    }

    private Flow flow(Acquired held) {
        return new Flow(thread(), 1, "t/1", life, List.of(held));
    }

    private static Thread thread() {
        return Thread.currentThread();
    }

    private static StackTraceElement frame(String method) {
        return new StackTraceElement("Class", method, "Class.java", 1);
    }
}
