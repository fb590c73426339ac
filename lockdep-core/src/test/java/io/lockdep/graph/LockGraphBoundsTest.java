package io.lockdep.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The graph at its bounds, and what it frees: classes, their dependencies in both directions, pairs of dead instances. */
class LockGraphBoundsTest {

    private final LockGraph graph = new LockGraph();
    private final List<Object> alive = new ArrayList<>();

    @Test
    void locksOfFurtherClassesShareOneThatIsNotValidated() {
        graph.bound(new Bounds(2, 100, 100));
        LockClass a = graph.classNamed("A");
        LockClass b = graph.classNamed("B");
        LockClass c = graph.classNamed("C");

        assertThat(graph.classNamed("D")).isSameAs(c).isSameAs(graph.further());
        assertThat(c.rules().validates()).isFalse();
        assertThat(c.keepsOrder()).as("chains do not tell its instances apart").isFalse();
        assertThat(graph.classNamed("A")).isSameAs(a);
        assertThat(graph.all()).containsExactly(a, b);
        assertThat(graph.classCount()).isEqualTo(2);
        assertThat(graph.refusedClasses()).isEqualTo(2);
        assertThat(graph.fullClassCount()).as("classes without room for pairs").isZero();
    }

    @Test
    void aDependencyWithoutRoomIsNotKeptButStillClosesARing() {
        graph.bound(new Bounds(100, 1, 100));
        connect("A", "B");

        assertThat(connect("B", "A")).as("ring with what is known").isNotNull();
        assertThat(connect("B", "A")).as("looked at again").isNotNull();
        assertThat(connect("B", "C")).isNull();
        assertThat(connect("C", "B")).as("ring of two that are not kept").isNull();
        assertThat(graph.dependencyCount()).isEqualTo(1);
        assertThat(graph.refusedDependencies()).isEqualTo(4);
    }

    @Test
    void beyondTheBoundOfPairsInstancesAreNotToldApart() {
        graph.bound(new Bounds(100, 100, 3));
        LockClass node = graph.classNamed("Node");
        Object first = fresh();
        for (int i = 0; i < 4; i++) {
            nest(node, first, fresh());
        }

        assertThat(node.keepsOrder()).isFalse();
        assertThat(graph.fullClassCount()).isEqualTo(1);
        assertThat(graph.pairCount()).isEqualTo(3);
        assertThat(graph.classNamed("Other").keepsOrder()).isTrue();
    }

    @Test
    void ofEachKindOfDependencyOneObservationOutlivesItsInstances() {
        LockClass a = graph.classNamed("A");
        LockClass b = graph.classNamed("B");
        connect(a, Mode.EXCLUSIVE, b, Mode.RECURSIVE_SHARED);
        connect(a, Mode.EXCLUSIVE, b, Mode.EXCLUSIVE);
        for (int i = 2; i < Dependency.MAX_EVIDENCE; i++) {
            connect(a, Mode.EXCLUSIVE, b, Mode.RECURSIVE_SHARED);
        }
        buryAll();
        connect(a, Mode.EXCLUSIVE, b, Mode.RECURSIVE_SHARED);

        assertThat(connect(b, Mode.SHARED, a, Mode.EXCLUSIVE)).hasSize(1);
    }

    private List<Ring> connect(LockClass from, Mode hold, LockClass to, Mode want) {
        Acquired held = new Acquired(fresh(), from, hold, false, true, List.of());
        Acquired wanted = new Acquired(fresh(), to, want, false, true, List.of());
        return graph.connect(held, wanted, flow(held), false);
    }

    @Test
    void deadInstancesMakeRoomForOtherPairs() {
        graph.bound(new Bounds(100, 100, 3));
        LockClass node = graph.classNamed("Node");
        for (int i = 0; i < 4; i++) {
            nest(node, fresh(), fresh());
        }
        assertThat(node.keepsOrder()).isFalse();
        buryAll();
        graph.dropDeadPairs();

        assertThat(graph.pairCount()).isZero();
        assertThat(node.keepsOrder()).isTrue();
        assertThat(graph.fullClassCount()).isZero();
        Object one = fresh();
        Object two = fresh();
        assertThat(nest(node, one, two)).isNull();
        assertThat(nest(node, two, one)).as("both orders").isNotNull();
    }

    @Test
    void deadInstancesAreDroppedBeforeAPairIsRefused() {
        graph.bound(new Bounds(100, 100, 3));
        LockClass node = graph.classNamed("Node");
        for (int i = 0; i < 3; i++) {
            nest(node, fresh(), fresh());
        }
        buryAll();
        nest(node, fresh(), fresh());

        assertThat(node.keepsOrder()).isTrue();
        assertThat(graph.pairCount()).isEqualTo(1);
    }

    @Test
    void deadPairsDoNotPileUpWhereNobodySweeps() {
        LockClass node = graph.classNamed("Node");
        for (int i = 0; i < 200; i++) {
            nest(node, fresh(), fresh());
        }
        buryAll();
        for (int i = 0; i < 200; i++) {
            nest(node, fresh(), fresh());
        }

        assertThat(graph.pairCount()).isLessThan(400);
    }

    @Test
    void aClassThatNobodyUsesGoesWithItsDependenciesInBothDirections() {
        LockClass a = graph.classNamed("A");
        LockClass b = graph.classNamed("B");
        LockClass gone = graph.classWhileUsed("gone");
        connect(a, gone);
        connect(gone, b);
        connect(a, b);
        connect(gone, graph.classWhileUsed("also gone"));

        assertThat(graph.retain(new BitSet())).isEqualTo(2);
        assertThat(graph.all()).containsExactly(a, b);
        assertThat(graph.dependencyCount()).isEqualTo(1);
        assertThat(a.dependencies()).hasSize(1);
        assertThat(graph.classAt(gone.index())).isSameAs(graph.further());
        assertThat(connect("B", "A")).as("ring of those that stay").isNotNull();
        assertThat(graph.classWhileUsed("gone")).isNotSameAs(gone);
    }

    @Test
    void aClassThatIsUsedOrPermanentStays() {
        LockClass used = graph.classWhileUsed("used");
        LockClass named = graph.classWhileUsed("named");
        assertThat(graph.classNamed("named")).isSameAs(named);
        BitSet numbers = new BitSet();
        numbers.set(used.index());

        assertThat(graph.hasTemporary(numbers)).isTrue();
        assertThat(graph.retain(numbers)).isZero();
        assertThat(graph.all()).containsExactly(used, named);
    }

    @Test
    void numbersOfClassesThatAreGoneAreGivenOutAgainOnlyWhenTheyMayBe() {
        LockClass gone = graph.classWhileUsed("gone");
        graph.retain(new BitSet());
        LockClass before = graph.classWhileUsed("before");
        graph.recycle();
        LockClass after = graph.classWhileUsed("after");

        assertThat(before.index()).isNotEqualTo(gone.index());
        assertThat(after.index()).isEqualTo(gone.index());
        assertThat(graph.classAt(after.index())).isSameAs(after);
    }

    @Test
    void classesThatAreGoneMakeRoom() {
        graph.bound(new Bounds(1, 100, 100));
        graph.classWhileUsed("gone");
        graph.retain(new BitSet());
        graph.recycle();

        assertThat(graph.classNamed("A").rules().validates()).isTrue();
        assertThat(graph.refusedClasses()).isZero();
    }

    private Ring connect(String from, String to) {
        return connect(graph.classNamed(from), graph.classNamed(to));
    }

    private Ring connect(LockClass from, LockClass to) {
        Acquired held = acquired(fresh(), from);
        List<Ring> rings = graph.connect(held, acquired(fresh(), to), flow(held), false);
        return rings.isEmpty() ? null : rings.get(0);
    }

    private Ring nest(LockClass lockClass, Object outer, Object inner) {
        Acquired held = acquired(outer, lockClass);
        return graph.nest(held, acquired(inner, lockClass), flow(held), false);
    }

    private static Flow flow(Acquired held) {
        return new Flow(Thread.currentThread(), 1, "t/1", Lifeline.unknown(), List.of(held));
    }

    private static Acquired acquired(Object lock, LockClass lockClass) {
        return new Acquired(lock, lockClass, Mode.EXCLUSIVE, false, true, List.of());
    }

    private Object fresh() {
        Object lock = new Object();
        alive.add(lock);
        return lock;
    }

    private void buryAll() {
        List<WeakReference<Object>> dying = new ArrayList<>();
        while (!alive.isEmpty()) {
            dying.add(new WeakReference<>(alive.remove(alive.size() - 1)));
        }
        await().until(() -> {
            System.gc();
            return dying.stream().allMatch(each -> each.refersTo(null));
        });
    }
}
