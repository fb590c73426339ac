package io.lockdep.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the graph: the set of lock instances that play one role in the program (kernel: {@code lock_class}).
 *
 * <p>Holds no reference into the program under test, except an order of instances if the program gave one.
 */
public final class LockClass {

    private final int index;
    private final String name;
    private final Rules rules;
    final List<Dependency> after = new ArrayList<>(2);
    final List<Dependency> before = new ArrayList<>(2);
    final InstanceOrder order = new InstanceOrder();

    /** Units of this class awaited while units of it are held, if it is a resource. */
    @Nullable
    Dependency onItself;

    private volatile boolean writerSeen;

    // Breadth-first search marks: the search that visited last, per state, and how it came here.
    final int[] visited = new int[2];
    final @Nullable Dependency[] cameBy = new Dependency[2];
    final int[] cameFrom = new int[2];

    /** The class of the signals of its instances, if they are monitors that are waited on. Written under the graph. */
    volatile @Nullable LockClass signal;

    /** How often somebody has looked for the place that takes one. Not exact. */
    public int looks;

    /** Whether a map of this class was seen to be updated inside an update of itself. */
    public boolean updatesItself;

    /** Whether the class stays although nobody uses it. Guarded by the graph. */
    boolean permanent;

    /**
     * A new class.
     *
     * @param index dense number of the class, from 1
     * @param name what reports call it, escaped and bounded
     */
    public LockClass(int index, String name) {
        this(index, name, new Rules());
    }

    LockClass(int index, String name, Rules rules) {
        this.index = index;
        this.name = name;
        this.rules = rules;
    }

    /** {@return a class for locks of many roles, of which nothing can be learnt} */
    static LockClass further(int index) {
        LockClass further = new LockClass(index, "(further lock classes)");
        further.permanent = true;
        further.rules.noValidate();
        return further;
    }

    /** {@return the dense number of this class, from 1} */
    public int index() {
        return index;
    }

    /** {@return what reports call it} */
    public String name() {
        return name;
    }

    /** {@return whether only the place where the locks were made has given the name: {@code Type@Owner.method:line}} */
    public boolean isNamedByPlace() {
        return !permanent && name.indexOf('@') >= 0;
    }

    /** {@return what the program has said of it} */
    public Rules rules() {
        return rules;
    }

    /** Notes that somebody has taken an instance exclusively; readers alone cannot block each other. */
    public void seeWriter() {
        if (!writerSeen) {
            writerSeen = true;
        }
    }

    /** {@return whether an instance has ever been taken exclusively} */
    public boolean writerSeen() {
        return writerSeen;
    }

    /** {@return a copy of the dependencies that start here} */
    public List<Dependency> dependencies() {
        return List.copyOf(after);
    }

    /** {@return whether pairs of instances of this class are still told apart; false once their table is full} */
    public boolean keepsOrder() {
        return rules.validates() && (order.hasRoom() || rules.order() != null);
    }

    // What the program has declared was not learnt, and stays.
    void forget() {
        for (int i = after.size() - 1; i >= 0; i--) {
            if (after.get(i).forget()) {
                after.remove(i);
            }
        }
        before.clear();
        order.clear();
        onItself = null;
        writerSeen = false;
        updatesItself = false;
    }

    /** Drops the dependencies to classes that a graph has no more; returns how many. */
    int dropAllBut(LockGraph graph) {
        int sizeBefore = after.size();
        var each = after.iterator();
        while (each.hasNext()) {
            if (!graph.has(each.next().to())) {
                each.remove();
            }
        }
        var from = before.iterator();
        while (from.hasNext()) {
            if (!graph.has(from.next().from())) {
                from.remove();
            }
        }
        // The search has left them here.
        cameBy[0] = null;
        cameBy[1] = null;
        return sizeBefore - after.size();
    }

    @Override
    public String toString() {
        return name;
    }
}
