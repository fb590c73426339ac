package io.lockdep.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Grade;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The graph alone: classes, edges and the grades of rings, in bounded time and memory. */
class LockGraphTest {

    private final LockGraph graph = new LockGraph();
    private final List<Object> alive = new ArrayList<>();

    @Test
    void classesOfOneNameAreOneClass() {
        assertThat(graph.classNamed("A")).isSameAs(graph.classNamed("A")).isNotSameAs(graph.classNamed("B"));
        assertThat(graph.classAt(graph.classNamed("A").index())).isSameAs(graph.classNamed("A"));
        assertThat(graph.classCount()).isEqualTo(2);
    }

    @Test
    void aThousandClassesKeepTheirNumbers() {
        for (int i = 0; i < 1000; i++) {
            graph.classNamed("c" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(graph.classAt(graph.classNamed("c" + i).index()).name()).isEqualTo("c" + i);
        }
        assertThat(graph.all()).hasSize(1000);
    }

    @Test
    void anEdgeThatIsSeenAgainIsOneEdge() {
        assertThat(connect("A", "B", Mode.EXCLUSIVE)).isNull();
        assertThat(connect("B", "A", Mode.EXCLUSIVE)).isNotNull();
        assertThat(connect("B", "A", Mode.EXCLUSIVE)).isNotNull();
        assertThat(graph.dependencyCount()).isEqualTo(2);
    }

    @Test
    void forgettingLeavesTheClasses() {
        LockClass a = graph.classNamed("A");
        connect("A", "B", Mode.EXCLUSIVE);
        graph.forget();

        assertThat(graph.dependencyCount()).isZero();
        assertThat(graph.classNamed("A")).isSameAs(a);
        assertThat(connect("B", "A", Mode.EXCLUSIVE)).isNull();
    }

    @Test
    void forgettingForgetsThatAWriterWasSeen() {
        graph.classNamed("A").seeWriter();
        graph.forget();

        assertThat(graph.classNamed("A").writerSeen()).isFalse();
    }

    @Test
    void instancesThatAreGoneCloseNoRingOnInstances() {
        connect("A", "B", Mode.EXCLUSIVE);
        alive.clear();
        Ring ring = connect("B", "A", Mode.EXCLUSIVE);

        assertThat(ring).isNotNull();
        assertThat(ring.grade()).isEqualTo(Grade.MEDIUM);
    }

    @Test
    void anEdgeKeepsABoundedNumberOfObservations() {
        for (int i = 0; i < 10 * Dependency.MAX_EVIDENCE; i++) {
            connect("A", "B", Mode.EXCLUSIVE);
        }
        assertThat(graph.classNamed("A").dependencies()).hasSize(1);
        assertThat(graph.classNamed("A").dependencies().get(0).evidence())
                .hasSizeLessThanOrEqualTo(Dependency.MAX_EVIDENCE + Mode.values().length);
    }

    @Test
    @Timeout(20)
    void aLongRingWithMuchEvidenceIsGradedInBoundedTime() {
        int length = 40;
        for (int i = 0; i < length; i++) {
            for (int k = 0; k < Dependency.MAX_EVIDENCE; k++) {
                connect("c" + i, "c" + (i + 1), Mode.EXCLUSIVE);
            }
        }
        assertThat(connect("c" + length, "c0", Mode.EXCLUSIVE)).isNotNull();
    }

    @Test
    @Timeout(20)
    void aLongRingWhoseModesRarelyFitIsGradedInBoundedTime() {
        int length = 30;
        for (int i = 0; i < length; i++) {
            for (int k = 0; k < Dependency.MAX_EVIDENCE - 1; k++) {
                connect(
                        "c" + i,
                        "c" + (i + 1),
                        Mode.EXCLUSIVE,
                        i + 1 == length ? Mode.RECURSIVE_SHARED : Mode.EXCLUSIVE);
            }
        }
        connect("c" + (length - 1), "c" + length, Mode.EXCLUSIVE, Mode.EXCLUSIVE);

        assertThat(connect("c" + length, "c0", Mode.SHARED, Mode.EXCLUSIVE)).isNotNull();
    }

    @Test
    @Timeout(20)
    void aRingIsNotLostAmongObservationsThatLeadNowhere() {
        int length = 20;
        for (int i = 0; i < length; i++) {
            String from = "c" + i;
            String to = "c" + (i + 1);
            for (int k = 0; i + 1 < length && k < Dependency.MAX_EVIDENCE - 1; k++) {
                connect(from, to, Mode.EXCLUSIVE, Mode.RECURSIVE_SHARED);
            }
            connect(from, to, Mode.SHARED, Mode.EXCLUSIVE);
        }

        assertThat(connect("c" + length, "c0", Mode.EXCLUSIVE)).isNotNull();
    }

    private final Lifeline life = Lifeline.unknown();

    private Ring connect(String from, String to, Mode mode) {
        return connect(from, to, mode, mode);
    }

    private Ring connect(String from, String to, Mode hold, Mode want) {
        Acquired held = new Acquired(fresh(), graph.classNamed(from), hold, false, true, List.of());
        Acquired wanted = new Acquired(fresh(), graph.classNamed(to), want, false, true, List.of());
        Flow flow = new Flow(Thread.currentThread(), 1, "t/1", life, List.of(held));
        List<Ring> rings = graph.connect(held, wanted, flow, false);
        return rings.isEmpty() ? null : rings.get(0);
    }

    private Object fresh() {
        Object lock = new Object();
        alive.add(lock);
        return lock;
    }
}
