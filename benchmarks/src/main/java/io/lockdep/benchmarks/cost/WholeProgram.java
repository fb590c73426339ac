package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.child.EmptyAgent;
import io.lockdep.benchmarks.child.SqlWork;
import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time of a database that is warm, in many pairs of runs.
 *
 * <p>Two runs of the same program differ by several percent, so the arm without the agent is measured twice: what those two
 * differ by is how far the ratio can be trusted.
 */
public final class WholeProgram implements Cost {

    private static final int PAIRS = 15;
    private static final String WARM_UP = "20000";
    private static final String MEASURED = "15000";

    private final Path classPath;
    private final Path folder;
    private final Path agent;

    /**
     * The cost of one agent.
     *
     * @param classPath where our own classes and the database are
     * @param folder for files that are needed meanwhile
     * @param agent the jar
     */
    public WholeProgram(Path classPath, Path folder, Path agent) {
        this.classPath = classPath;
        this.folder = folder;
        this.agent = agent;
    }

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException {
        Path empty = SmallJar.write(folder.resolve("empty.jar"), EmptyAgent.class.getName(), List.of(EmptyAgent.class));
        Samples without = new Samples();
        Samples again = new Samples();
        Samples with = new Samples();
        int pairs = quick ? 3 : PAIRS;
        for (int i = 0; i < pairs; i++) {
            without.add(cpuMs(jdk, empty));
            with.add(cpuMs(jdk, agent));
            again.add(cpuMs(jdk, empty));
        }
        CostRow.ratio(table, "H2 in memory, 2 threads", "CPU ms", without, with, "1.05", "1.02");
        CostRow.ratio(table, "H2 in memory, no agent, second time", "CPU ms", without, again, "-", "-");
    }

    private double cpuMs(Jdk jdk, Path javaagent) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-javaagent:" + javaagent,
                "-cp",
                classPath.toString(),
                SqlWork.class.getName(),
                WARM_UP,
                MEASURED);
        return Child.run(jdk, arguments).number("cpu");
    }
}
