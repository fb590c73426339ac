package io.lockdep.graph;

import io.lockdep.report.Escape;
import io.lockdep.report.Grade;
import io.lockdep.report.Nature;
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

    /** Most further rings looked for per dependency. */
    private static final int MAX_SIBLINGS = 8;

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
    private final List<LockClass> contexts = new ArrayList<>(0);
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
        return add(bounded, new Rules());
    }

    private LockClass add(String name, Rules rules) {
        LockClass fresh = new LockClass(nextNumber(), name, rules);
        LockClass[] table = classes;
        if (fresh.index() == table.length) {
            table = filled(Arrays.copyOf(table, 2 * table.length), table.length);
        }
        table[fresh.index()] = fresh;
        classes = table;
        byName.put(name, fresh);
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

    /**
     * Finds or makes a nesting level of a class.
     *
     * @param base the class
     * @param level from 0, which is the class itself, to 7
     * @return the class of that level (kernel: subclass)
     */
    public synchronized LockClass level(LockClass base, int level) {
        if (level == 0) {
            return base;
        }
        String name = base.name() + "/" + level;
        LockClass known = byName.get(name);
        if (known != null || base == further) {
            return known != null ? known : further;
        }
        if (byName.size() >= bounds.classes()) {
            refusedClasses++;
            return further;
        }
        // The program knows the class: both stay.
        base.permanent = true;
        LockClass fresh = add(name, base.rules());
        fresh.permanent = true;
        return fresh;
    }

    /**
     * Finds or makes the class of the signals of a class of monitors: what {@code notify} gives and {@code wait} waits
     * for. It stays as long as the class of the monitors.
     *
     * @param monitors the class of the monitors
     * @return the class of their signals, or the one that is not validated if there is no room for it
     */
    public LockClass signalOf(LockClass monitors) {
        LockClass known = monitors.signal;
        return known != null ? known : makeSignalOf(monitors);
    }

    private synchronized LockClass makeSignalOf(LockClass monitors) {
        if (monitors == further) {
            return further;
        }
        LockClass fresh = classWhileUsed(monitors.name() + ".notify");
        if (fresh != further) {
            fresh.rules().standsFor(Nature.SIGNAL);
            monitors.signal = fresh;
        }
        return fresh;
    }

    /**
     * Makes a class stand for a context.
     *
     * @param context the class
     */
    public synchronized void addContext(LockClass context) {
        if (!contexts.contains(context)) {
            context.rules().standsFor(Nature.CONTEXT);
            contexts.add(context);
        }
    }

    /**
     * How a class is used in the contexts of the program, in the kernel's notation: for each context one character for
     * exclusive use and one for shared use.
     *
     * @param of the class
     * @return {@code .} for nothing of note, {@code -} used in the context, {@code +} held where it can come in,
     *     {@code ?} both; four dots if there are no contexts
     */
    public synchronized String usage(LockClass of) {
        return Usage.of(of, contexts);
    }

    /** {@return a copy of the dependencies that start at a class} */
    public synchronized List<Dependency> dependenciesOf(LockClass from) {
        return from.dependencies();
    }

    /** {@return a copy of the observations of a dependency} */
    public synchronized List<Evidence> evidenceOf(Dependency dependency) {
        return dependency.evidence();
    }

    /** Forgets observed dependencies and the order of instances; classes stay and keep their numbers. */
    public synchronized void forget() {
        dependencies = 0;
        for (LockClass each : byName.values()) {
            each.forget();
            dependencies += each.after.size();
        }
        for (LockClass each : byName.values()) {
            for (Dependency declared : each.after) {
                declared.to().before.add(declared);
            }
        }
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
     * @return the rings that this closes, the shortest first; empty if there is none
     */
    public synchronized List<Ring> connect(Acquired held, Acquired wanted, Flow flow, boolean replayed) {
        Dependency dependency = dependency(held.lockClass(), wanted.lockClass());
        Evidence seen = new Evidence(held, wanted, flow);
        return dependency.add(seen, replayed) ? rings(dependency, held, wanted, seen) : List.of();
    }

    /**
     * Learns an order that the program declares.
     *
     * @param first the lock that comes first; no instance of it is held
     * @param second the lock that comes inside it
     * @param flow who declares it
     * @return the rings that this closes with what was seen before
     */
    public synchronized List<Ring> declare(Acquired first, Acquired second, Flow flow) {
        Dependency dependency = dependency(first.lockClass(), second.lockClass());
        Evidence declared = Evidence.declared(first, second, flow);
        return dependency.add(declared, false) ? rings(dependency, first, second, declared) : List.of();
    }

    /**
     * Takes back what was learnt from an acquisition that is not made after all.
     *
     * @param wanted the lock that was asked for, as it was given to {@link #connect} and {@link #nest}
     * @param flow the thread and everything it holds
     */
    public synchronized void retract(Acquired wanted, Flow flow) {
        for (Acquired outer : flow.held()) {
            if (outer.lockClass() == wanted.lockClass()) {
                wanted.lockClass().order.retract(outer.instance(), wanted);
            } else {
                retract(outer.lockClass().after, wanted);
            }
        }
    }

    private void retract(List<Dependency> after, Acquired wanted) {
        for (int i = after.size() - 1; i >= 0; i--) {
            Dependency dependency = after.get(i);
            if (dependency.to() == wanted.lockClass() && dependency.retract(wanted)) {
                after.remove(i);
                dependency.to().before.remove(dependency);
                dependencies--;
            }
        }
    }

    /**
     * Learns that locks of a class are released by others than their holders: what was learnt of their order means
     * nothing.
     *
     * @param of the class
     */
    public synchronized void handOver(LockClass of) {
        of.rules().handOver();
        for (Dependency each : of.after) {
            each.to().before.remove(each);
        }
        dependencies -= of.after.size();
        of.after.clear();
    }

    private List<Ring> rings(Dependency closing, Acquired held, Acquired wanted, Evidence seen) {
        List<Ring> rings = new ArrayList<>(0);
        List<Dependency> path = search.path(wanted, held);
        add(rings, closing, path, seen);
        // Then the shortest ones through other classes: each is a bug of its own, which curing the first leaves.
        for (int i = 0; i < MAX_SIBLINGS && !path.isEmpty(); i++) {
            search.close(path);
            path = search.path(wanted, held);
            add(rings, closing, path, seen);
        }
        search.open();
        if (!isContext(held) && !isContext(wanted)) {
            for (LockClass context : contexts) {
                add(rings, closing, search.pathThrough(context, wanted, held), seen);
            }
        }
        return rings;
    }

    private static void add(List<Ring> rings, Dependency closing, List<Dependency> path, Evidence seen) {
        if (!path.isEmpty()) {
            Ring ring = Grading.grade(path, seen);
            rings.add(ring);
            if (ring.grade().compareTo(Grade.HIGH) < 0) {
                closing.seeRing();
                for (Dependency dependency : path) {
                    dependency.seeRing();
                }
            }
        }
    }

    /**
     * Notes that somebody takes instances of a class exclusively. Rings of readers may be worse then than they were.
     *
     * @param of the class
     * @return whether what is known has to be looked at again
     */
    public synchronized boolean seeWriter(LockClass of) {
        of.seeWriter();
        boolean after = lookAgain(of.after);
        return lookAgain(of.before) || after;
    }

    private static boolean lookAgain(List<Dependency> dependencies) {
        boolean ofRing = false;
        for (Dependency dependency : dependencies) {
            if (dependency.isInRing()) {
                dependency.lookAgain();
                ofRing = true;
            }
        }
        return ofRing;
    }

    private static boolean isContext(Acquired lock) {
        return lock.lockClass().rules().nature() == Nature.CONTEXT;
    }

    /**
     * Whether a dependency is part of a ring, so that every further observation of it counts.
     *
     * @param from the class that was held
     * @param to the class that was awaited
     * @return true if one leads over it
     */
    public synchronized boolean isInRing(LockClass from, LockClass to) {
        for (Dependency known : from.after) {
            if (known.to() == to) {
                return known.isInRing();
            }
        }
        return false;
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
        LockClass of = outer.lockClass();
        List<List<Evidence>> ring = of.order.add(outer, inner, flow, bounds.pairs());
        if (ring.isEmpty()) {
            if (!strict || !Dependency.conflict(inner.mode(), outer.mode())) {
                return null;
            }
            return Grading.gradeNesting(of, new Evidence(outer, inner, flow), List.of());
        }
        return Grading.gradeNesting(of, ring.get(0).get(0), ring.subList(1, ring.size()));
    }

    /** {@return how many pairs of instances of a class are part of a ring that is not said, because of an outer lock} */
    public synchronized int excusedNestings(LockClass of) {
        return of.order.excused();
    }

    /** {@return whether the nesting of two instances of a class is part of such a ring} */
    public synchronized boolean isExcused(LockClass of, Object outer, Object inner) {
        return of.order.isExcused(outer, inner);
    }

    /**
     * Learns that a flow asks for a further unit of a supply while it holds one.
     *
     * @param held what it holds
     * @param wanted what it asks for
     * @param flow the thread and everything it holds
     * @return what that says, which may be little
     */
    public synchronized Ring holdAndWait(Acquired held, Acquired wanted, Flow flow) {
        LockClass of = held.lockClass();
        Dependency onItself = of.onItself;
        if (onItself == null) {
            onItself = new Dependency(of, of);
            of.onItself = onItself;
        }
        Evidence seen = new Evidence(held, wanted, flow);
        onItself.add(seen, false);
        List<Evidence> all = new ArrayList<>(onItself.evidence());
        if (!all.contains(seen)) {
            all.add(seen);
        }
        return HoldAndWait.judge(of, all);
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
            to.before.add(fresh);
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
            LockClass signal = each.signal;
            if (signal != null && (each.permanent || used.get(each.index()))) {
                used.set(signal.index());
            }
        }
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
