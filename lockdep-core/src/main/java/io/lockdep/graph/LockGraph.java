package io.lockdep.graph;

import io.lockdep.report.Escape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

    /** The class of all locks for whose own class there is no room. Never validated, so in no ring. */
    private final LockClass further = LockClass.further(1);

    // Numbers without a class, 0 among them, lead to the class that is not validated.
    private volatile LockClass[] classes = filled(new LockClass[64], 0);
    private final BitSet freeNumbers = new BitSet();
    private final BitSet retired = new BitSet();
    private int highest = further.index();
    private Bounds bounds = Bounds.NONE;
    private int dependencies;
    private long refusedClasses;
    private long refusedDependencies;

    /**
     * Bounds what is kept from now on. What there is stays; what there was no room for is counted anew.
     *
     * @param most how much
     */
    public synchronized void bound(Bounds most) {
        bounds = most;
        refusedClasses = 0;
        refusedDependencies = 0;
    }

    /** {@return how many lock classes there are} */
    public synchronized int classCount() {
        return byName.size();
    }

    /** {@return how often there was no room for another class} */
    public synchronized long refusedClasses() {
        return refusedClasses;
    }

    /** {@return how often there was no room for another dependency} */
    public synchronized long refusedDependencies() {
        return refusedDependencies;
    }

    /** {@return how many dependencies there are} */
    public synchronized int dependencyCount() {
        return dependencies;
    }

    /** {@return how many classes have so many nested instances that they are no longer told apart} */
    public synchronized int fullClassCount() {
        int full = 0;
        for (LockClass each : byName.values()) {
            full += each.order.hasRoom() ? 0 : 1;
        }
        return full;
    }

    /**
     * Finds or makes the class with a name. It stays for ever.
     *
     * @param name the full name
     * @return the one class of that name, or the one that is not validated if there is no room for it
     */
    public synchronized LockClass classNamed(String name) {
        LockClass named = classWhileUsed(name);
        named.permanent = true;
        return named;
    }

    /**
     * Finds or makes the class with a name. It stays until {@link #retain} finds that nobody uses it.
     *
     * @param name the full name
     * @return the one class of that name, or the one that is not validated if there is no room for it
     */
    public synchronized LockClass classWhileUsed(String name) {
        // Names come from the program: bounded before they are kept.
        String bounded = Escape.name(name);
        LockClass known = byName.get(bounded);
        if (known != null) {
            return known;
        }
        if (byName.size() >= bounds.classes()) {
            refusedClasses++;
            return further;
        }
        LockClass fresh = new LockClass(nextNumber(), bounded);
        LockClass[] table = classes;
        if (fresh.index() == table.length) {
            table = filled(Arrays.copyOf(table, 2 * table.length), table.length);
        }
        table[fresh.index()] = fresh;
        classes = table;
        byName.put(bounded, fresh);
        return fresh;
    }

    private int nextNumber() {
        int free = freeNumbers.nextSetBit(0);
        if (free < 0) {
            return ++highest;
        }
        freeNumbers.clear(free);
        return free;
    }

    private LockClass[] filled(LockClass[] table, int from) {
        Arrays.fill(table, from, table.length, further);
        return table;
    }

    /** {@return the class of all locks for whose own class there was no room} */
    public LockClass further() {
        return further;
    }

    /**
     * Finds a class by number, without locking.
     *
     * @param index a number given out by {@link #classNamed} or {@link #classWhileUsed}
     * @return the class; if it is gone, the one that is not validated
     */
    public LockClass classAt(int index) {
        return classes[index];
    }

    /** Forgets dependencies and the order of instances; classes stay and keep their numbers. */
    public synchronized void forget() {
        for (LockClass each : byName.values()) {
            each.forget();
        }
        dependencies = 0;
        refusedDependencies = 0;
    }

    /** {@return all classes, by number} */
    public synchronized List<LockClass> all() {
        List<LockClass> all = new ArrayList<>(byName.size());
        for (LockClass each : Arrays.asList(classes).subList(0, highest + 1)) {
            if (each != further) {
                all.add(each);
            }
        }
        return List.copyOf(all);
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
        List<Evidence> ring = outer.lockClass().order.add(outer, inner, flow, bounds.pairs());
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
        // Without room it is not kept; the ring that it may close with what is known is found all the same.
        if (dependencies < bounds.dependencies()) {
            from.after.add(fresh);
            dependencies++;
        } else {
            refusedDependencies++;
        }
        return fresh;
    }

    /**
     * Frees every class that is neither used nor permanent, and all dependencies from and to it.
     *
     * <p>Their numbers are given out again after {@link #recycle}: before, the caller forgets what it made of them.
     *
     * @param used numbers of classes that stay
     * @return how many were freed
     */
    public synchronized int retain(BitSet used) {
        List<LockClass> gone = new ArrayList<>();
        for (LockClass each : byName.values()) {
            if (!each.permanent && !used.get(each.index())) {
                gone.add(each);
            }
        }
        if (!gone.isEmpty()) {
            for (LockClass each : gone) {
                classes[each.index()] = further;
                byName.remove(each.name());
                dependencies -= each.after.size();
                each.forget();
            }
            for (LockClass each : byName.values()) {
                dependencies -= each.dropAllBut(this);
            }
            // Last, so that an error on the way here gives no number out twice.
            for (LockClass each : gone) {
                retired.set(each.index());
            }
        }
        return gone.size();
    }

    /** {@return how many numbers of freed classes have not been recycled yet} */
    public synchronized int retiredNumbers() {
        return retired.cardinality();
    }

    /** Lets the numbers of freed classes be given out again. Nobody knows them any more. */
    public synchronized void recycle() {
        freeNumbers.or(retired);
        retired.clear();
    }

    /** {@return whether one of these classes would go if it were not used} */
    public synchronized boolean hasTemporary(BitSet numbers) {
        for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
            if (!classAt(i).permanent) {
                return true;
            }
        }
        return false;
    }

    boolean has(LockClass one) {
        return classes[one.index()] == one;
    }

    /** Forgets pairs of instances that are gone; where they took the last room, pairs are told apart again. */
    public synchronized void dropDeadPairs() {
        for (LockClass each : byName.values()) {
            each.order.dropDead(bounds.pairs());
        }
    }

    /** {@return how many pairs of nested instances are kept, of all classes} */
    public synchronized int pairCount() {
        int pairs = 0;
        for (LockClass each : byName.values()) {
            pairs += each.order.size();
        }
        return pairs;
    }
}
