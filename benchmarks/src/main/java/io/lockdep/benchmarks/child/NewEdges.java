package io.lockdep.benchmarks.child;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Builds a graph of lock classes without a cycle, then times edges that are new to it.
 *
 * <p>Every edge goes from a lower to a higher number, three from each class: one to its neighbour, so that from any class
 * all later ones can be reached and a search for a cycle that is not there has no early end, and two to classes drawn
 * by a fixed seed.
 */
public final class NewEdges {

    private static final int TIMED = 1000;

    private final LockMap[] maps;
    private final Set<Long> known = new HashSet<>();
    private final Random random = new Random(42);

    private NewEdges(int classes) {
        maps = new LockMap[classes];
        for (int i = 0; i < classes; i++) {
            maps[i] = LockMap.of("class" + i);
        }
    }

    /**
     * Measures.
     *
     * @param arguments how many classes
     */
    public static void main(String[] arguments) {
        int classes = Integer.parseInt(arguments[0]);
        NewEdges edges = new NewEdges(classes);
        edges.build();
        long[] ns = new long[TIMED];
        for (int i = 0; i < TIMED; i++) {
            ns[i] = edges.addRandom();
        }
        if (!Lockdep.findings().isEmpty()) {
            throw new IllegalStateException("a cycle where there is none");
        }
        Arrays.sort(ns);
        System.out.println("p50-us " + ns[TIMED / 2] / 1000.0);
        System.out.println("p99-us " + ns[TIMED * 99 / 100] / 1000.0);
    }

    private void build() {
        for (int i = 0; i + 1 < maps.length; i++) {
            known.add(edge(i, i + 1));
            add(i, i + 1);
        }
        for (int i = 0; i < 2 * maps.length; i++) {
            addRandom();
        }
    }

    private long addRandom() {
        int from;
        int to;
        do {
            from = random.nextInt(maps.length - 1);
            to = from + 1 + random.nextInt(maps.length - from - 1);
        } while (!known.add(edge(from, to)));
        return add(from, to);
    }

    private long add(int from, int to) {
        maps[from].acquire(LockMode.EXCLUSIVE);
        try {
            long before = System.nanoTime();
            maps[to].acquire(LockMode.EXCLUSIVE);
            long ns = System.nanoTime() - before;
            maps[to].release();
            return ns;
        } finally {
            maps[from].release();
        }
    }

    private static long edge(int from, int to) {
        return (long) from << 32 | to;
    }
}
