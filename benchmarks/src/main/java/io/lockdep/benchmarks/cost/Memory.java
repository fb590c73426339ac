package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.child.EmptyAgent;
import io.lockdep.benchmarks.child.GraphInUse;
import io.lockdep.benchmarks.child.HeapInUse;
import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Heap and class metadata that lockdep keeps: once, per thread, per lock with a class of its own, per class and dependency. */
public final class Memory implements Cost {

    private static final double MEGABYTE = 1 << 20;

    private final Path classPath;
    private final Path folder;
    private final Path agent;

    /**
     * The cost of one agent.
     *
     * @param classPath where our own classes are
     * @param folder for files that are needed meanwhile
     * @param agent the jar
     */
    public Memory(Path classPath, Path folder, Path agent) {
        this.classPath = classPath;
        this.folder = folder;
        this.agent = agent;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException {
        Path empty = SmallJar.write(folder.resolve("empty.jar"), EmptyAgent.class.getName(), List.of(EmptyAgent.class));
        Sides heap = new Sides();
        Sides other = new Sides();
        Sides locks = new Sides();
        Sides monitors = new Sides();
        Sides threads = new Sides();
        Samples classes = new Samples();
        Samples dependencies = new Samples();
        int runs = quick ? 1 : 3;
        for (int i = 0; i < runs; i++) {
            for (boolean watched : new boolean[] {false, true}) {
                Path each = watched ? agent : empty;
                Child fixed = child(jdk, each, "fixed");
                heap.add(watched, fixed.number("fixed") / MEGABYTE);
                other.add(watched, fixed.number("fixed-other") / MEGABYTE);
                locks.add(watched, child(jdk, each, "locks").number("locks"));
                monitors.add(watched, child(jdk, each, "monitors").number("monitors"));
                threads.add(watched, child(jdk, each, "threads").number("threads"));
            }
            classes.add(graph(jdk, "classes"));
            dependencies.add(graph(jdk, "dependencies"));
        }
        heap.row(table, "memory, fixed, heap", "MB", "4", "2");
        other.row(table, "memory, fixed, classes and code", "MB", "-", "-");
        locks.row(table, "memory per ReentrantLock", "B", "50", "8");
        monitors.row(table, "memory per plain object locked", "B", "50", "8");
        threads.row(table, "memory per thread", "B", "1024", "512");
        CostRow.alone(table, "memory per lock class", "B", classes, "-", "-");
        CostRow.alone(table, "memory per dependency, seen once", "B", dependencies, "-", "-");
    }

    private double graph(Jdk jdk, String what) throws IOException, InterruptedException {
        return child(jdk, agent, GraphInUse.class, what).number(what);
    }

    private Child child(Jdk jdk, Path javaagent, String what) throws IOException, InterruptedException {
        return child(jdk, javaagent, HeapInUse.class, what);
    }

    private Child child(Jdk jdk, Path javaagent, Class<?> main, String what) throws IOException, InterruptedException {
        return Child.run(
                jdk,
                List.of(
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        // Without it a collection leaves some of the dead where they are.
                        "-XX:MarkSweepDeadRatio=0",
                        "-javaagent:" + javaagent,
                        "-cp",
                        classPath.toString(),
                        main.getName(),
                        what));
    }

    /** Numbers without and with the agent. */
    private static final class Sides {

        private final Samples without = new Samples();
        private final Samples with = new Samples();

        void add(boolean watched, double value) {
            (watched ? with : without).add(value);
        }

        void row(TextTable table, String cost, String unit, String budget, String aim) {
            CostRow.difference(table, cost, unit, without, with, budget, aim);
        }
    }
}
