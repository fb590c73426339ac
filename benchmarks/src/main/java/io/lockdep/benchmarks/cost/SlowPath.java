package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.child.NewEdges;
import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Time of the first acquisition in an order never seen before: stacks, new edge, search for a cycle. */
public final class SlowPath implements Cost {

    private final Path classPath;
    private final Path agent;

    /**
     * The cost of one agent.
     *
     * @param classPath where our own classes are
     * @param agent the jar
     */
    public SlowPath(Path classPath, Path agent) {
        this.classPath = classPath;
        this.agent = agent;
    }

    @Override
    public String name() {
        return "slow path";
    }

    @Override
    public void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException {
        measure(jdk, quick ? 1 : 3, 1000, "100", table);
        measure(jdk, quick ? 1 : 3, 8000, "1000", table);
    }

    private void measure(Jdk jdk, int runs, int classes, String budget, TextTable table)
            throws IOException, InterruptedException {
        Samples p50 = new Samples();
        Samples p99 = new Samples();
        for (int i = 0; i < runs; i++) {
            Child child = Child.run(
                    jdk,
                    List.of(
                            "-javaagent:" + agent,
                            "-cp",
                            classPath.toString(),
                            NewEdges.class.getName(),
                            Integer.toString(classes)));
            p50.add(child.number("p50-us"));
            p99.add(child.number("p99-us"));
        }
        String name = "slow path, new edge among " + classes + " classes, ";
        CostRow.alone(table, name + "p50", "us", p50, budget, "-");
        CostRow.alone(table, name + "p99", "us", p99, "-", "-");
    }
}
