package io.lockdep.benchmarks.child;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.lang.management.ManagementFactory;

/** Makes lock classes, or dependencies between them, and prints what is in use after a collection per each of them. */
public final class GraphInUse {

    private static final int CLASSES = 20_000;
    private static final int NESTED = 200;

    private GraphInUse() {}

    /**
     * Measures one thing.
     *
     * @param arguments {@code classes} or {@code dependencies}
     */
    public static void main(String[] arguments) {
        if (arguments[0].equals("classes")) {
            measureClasses();
        } else {
            measureDependencies();
        }
    }

    // The locks are dropped: what stays is their class.
    private static void measureClasses() {
        LockMap.of("first");
        long before = inUse();
        for (int i = 0; i < CLASSES; i++) {
            LockMap.of("io.lockdep.benchmarks.child.Lock" + i);
        }
        System.out.println("classes " + (double) (inUse() - before) / CLASSES);
    }

    // Every lock inside every earlier one, each pair once and in one order: one observation per dependency.
    private static void measureDependencies() {
        LockMap[] maps = new LockMap[NESTED];
        for (int i = 0; i < NESTED; i++) {
            maps[i] = LockMap.of("io.lockdep.benchmarks.child.Lock" + i);
        }
        nest(maps[NESTED - 2], maps[NESTED - 1]);
        long before = inUse();
        int count = 0;
        for (int outer = 0; outer < NESTED - 2; outer++) {
            for (int inner = outer + 1; inner < NESTED; inner++) {
                nest(maps[outer], maps[inner]);
                count++;
            }
        }
        System.out.println("dependencies " + (double) (inUse() - before) / count);
    }

    private static void nest(LockMap outer, LockMap inner) {
        outer.acquire(LockMode.EXCLUSIVE);
        try {
            inner.touch(LockMode.EXCLUSIVE);
        } finally {
            outer.release();
        }
    }

    private static long inUse() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
