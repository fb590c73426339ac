package io.lockdep.sim.order;

import io.lockdep.LockOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which class of locks is taken while which other is held: the law of lock order of a kernel, if it has no ring.
 *
 * <p>Modes do not count here, so a ring need not be a deadlock; but where there is no ring, there is none in any mode.
 *
 * @param successors for each class that is held while another is awaited, those others
 */
public record OrderLaw(NavigableMap<String, NavigableSet<String>> successors) {

    /** A qualified name of Java. The kernel has none: these are locks of the JDK, of logging and of the stage. */
    private static final Pattern JAVA_NAME = Pattern.compile("\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]");

    /** Takes a copy. */
    public OrderLaw {
        NavigableMap<String, NavigableSet<String>> copy = new TreeMap<>();
        successors.forEach((first, seconds) -> copy.put(first, new TreeSet<>(seconds)));
        successors = copy;
    }

    /**
     * The law of the simulated kernel.
     *
     * @param orders everything that was learnt, locks of Java included
     * @return what the kernel's own classes have to do with it
     */
    public static OrderLaw of(List<LockOrder> orders) {
        NavigableMap<String, NavigableSet<String>> successors = new TreeMap<>();
        for (LockOrder order : orders) {
            if (isOfKernel(order.first()) && isOfKernel(order.second())) {
                successors
                        .computeIfAbsent(order.first(), first -> new TreeSet<>())
                        .add(order.second());
            }
        }
        return new OrderLaw(successors);
    }

    private static boolean isOfKernel(String lockClass) {
        return !JAVA_NAME.matcher(lockClass).find();
    }

    /**
     * The lock classes.
     *
     * @return all that come before or after another
     */
    public NavigableSet<String> classes() {
        NavigableSet<String> classes = new TreeSet<>(successors.keySet());
        successors.values().forEach(classes::addAll);
        return classes;
    }

    /**
     * How many dependencies there are.
     *
     * @return pairs of a class that was held and one that was awaited
     */
    public int dependencies() {
        return successors.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * Whether the law says that one class comes before another.
     *
     * @param first the class that is to be the outer one
     * @param second the class that is to be the inner one
     * @return true if a chain of dependencies leads from the first to the second
     */
    public boolean isBefore(String first, String second) {
        return after(first).contains(second);
    }

    /**
     * What contradicts the law.
     *
     * @return the shortest ring through the first class, by name, that has one; empty if the order is a law
     */
    public List<String> ring() {
        for (String start : successors.keySet()) {
            List<String> ring = shortestRing(start);
            if (!ring.isEmpty()) {
                return ring;
            }
        }
        return List.of();
    }

    /**
     * The law without what follows from the rest of it.
     *
     * @return the transitive reduction: as many dependencies as are needed to lead from each class to the same others
     * @throws IllegalStateException if there is a ring, because then many would do
     */
    public OrderLaw reduced() {
        if (!ring().isEmpty()) {
            throw new IllegalStateException("the order of locks has a ring: " + ring());
        }
        NavigableMap<String, NavigableSet<String>> reduced = new TreeMap<>();
        successors.forEach((first, seconds) -> {
            NavigableSet<String> needed = new TreeSet<>(seconds);
            seconds.forEach(second -> needed.removeAll(after(second)));
            reduced.put(first, needed);
        });
        return new OrderLaw(reduced);
    }

    /** All classes that chains of dependencies lead to. */
    private Set<String> after(String first) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(next(first));
        while (!open.isEmpty()) {
            String lockClass = open.pop();
            if (reached.add(lockClass)) {
                open.addAll(next(lockClass));
            }
        }
        return reached;
    }

    private NavigableSet<String> next(String lockClass) {
        return successors.getOrDefault(lockClass, new TreeSet<>());
    }

    /** Breadth first, as the kernel's lockdep searches. */
    private List<String> shortestRing(String start) {
        Map<String, String> cameFrom = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String lockClass = open.remove();
            for (String second : next(lockClass)) {
                if (second.equals(start)) {
                    return path(cameFrom, start, lockClass);
                }
                if (cameFrom.putIfAbsent(second, lockClass) == null) {
                    open.add(second);
                }
            }
        }
        return List.of();
    }

    private static List<String> path(Map<String, String> cameFrom, String start, String end) {
        List<String> path = new ArrayList<>(List.of(end));
        while (!path.get(0).equals(start)) {
            path.add(0, cameFrom.get(path.get(0)));
        }
        return path;
    }
}
