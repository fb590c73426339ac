package io.lockdep.graph;

import io.lockdep.report.Escape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The graph of lock classes: learns dependencies and says which rings each one closes.
 *
 * <p>Thread-safe by its own monitor. All callers come from the slow path; threads whose chains are known never wait
 * here. Two threads that add the two closing edges of a ring at the same time are serialised, so that the second one
 * finds it. No program code, no sink and no class loading by an application's loader runs under the monitor.
 */
public final class LockGraph {

    private final CycleSearch search = new CycleSearch();
    private final Map<String, LockClass> byName = new HashMap<>();
    private volatile LockClass[] classes = new LockClass[64];
    private int size;
    private int dependencies;

    /** {@return how many lock classes there are} */
    public synchronized int classCount() {
        return size;
    }

    /** {@return how many dependencies there are} */
    public synchronized int dependencyCount() {
        return dependencies;
    }

    /** {@return how many classes have so many nested instances that they are no longer told apart} */
    public synchronized int fullClassCount() {
        int full = 0;
        for (int i = 1; i <= size; i++) {
            full += classes[i].keepsOrder() ? 0 : 1;
        }
        return full;
    }

    /**
     * Finds or makes the class with a name.
     *
     * @param name the full name
     * @return the one class of that name
     */
    public synchronized LockClass classNamed(String name) {
        // Names come from the program: bounded before they are kept.
        String bounded = Escape.name(name);
        LockClass known = byName.get(bounded);
        if (known != null) {
            return known;
        }
        LockClass fresh = new LockClass(size + 1, bounded);
        LockClass[] table = classes;
        if (fresh.index() == table.length) {
            table = Arrays.copyOf(table, 2 * table.length);
        }
        table[fresh.index()] = fresh;
        classes = table;
        size++;
        byName.put(bounded, fresh);
        return fresh;
    }

    /**
     * Finds a class by number, without locking.
     *
     * @param index a number given out by {@link #classNamed}
     * @return the class
     */
    public LockClass classAt(int index) {
        return classes[index];
    }

    /** Forgets dependencies and the order of instances; classes stay and keep their numbers. */
    public synchronized void forget() {
        for (int i = 1; i <= size; i++) {
            classes[i].forget();
        }
        dependencies = 0;
    }

    /** {@return all classes, in the order in which they were met} */
    public synchronized List<LockClass> all() {
        return List.copyOf(Arrays.asList(classes).subList(1, size + 1));
    }

    /**
     * Learns that {@code wanted} is asked for while {@code held} is held, two different classes.
     *
     * @param held the lock that is held
     * @param wanted the lock that is asked for
     * @param flow the thread and everything it holds
     * @param replayed whether nobody waits, so that only a dependency not known at all is news
     * @return the shortest ring that this closes, or null
     */
    public synchronized @Nullable Ring connect(Acquired held, Acquired wanted, Flow flow, boolean replayed) {
        Dependency dependency = dependency(held.lockClass(), wanted.lockClass());
        Evidence seen = new Evidence(held, wanted, flow);
        if (!dependency.add(seen, replayed)) {
            return null;
        }
        List<Dependency> path = search.path(wanted, held);
        return path.isEmpty() ? null : Grading.grade(path, seen);
    }

    /**
     * Learns that two instances of one class are nested.
     *
     * @param outer the instance that is held
     * @param inner the instance that is asked for
     * @param flow the thread and everything it holds
     * @param strict whether the first nesting is a finding, as in the kernel
     * @return the ring of instances that this closes, or null
     */
    public synchronized @Nullable Ring nest(Acquired outer, Acquired inner, Flow flow, boolean strict) {
        List<Evidence> ring = outer.lockClass().order.add(outer, inner, flow);
        if (ring.isEmpty()) {
            if (!strict || !Dependency.conflict(inner.mode(), outer.mode())) {
                return null;
            }
            ring = List.of(new Evidence(outer, inner, flow));
        }
        List<LockClass> names = new ArrayList<>(ring.size());
        for (int i = 0; i < ring.size(); i++) {
            names.add(outer.lockClass());
        }
        return Grading.gradeNesting(List.copyOf(names), List.copyOf(ring));
    }

    private Dependency dependency(LockClass from, LockClass to) {
        for (Dependency known : from.after) {
            if (known.to() == to) {
                return known;
            }
        }
        Dependency fresh = new Dependency(from, to);
        from.after.add(fresh);
        dependencies++;
        return fresh;
    }
}
