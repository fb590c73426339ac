package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.child.EmptyAgent;
import io.lockdep.benchmarks.child.EmptyMain;
import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CPU time from the launch to the end of a program that does nothing, against an agent that does nothing. */
public final class StartUp implements Cost {

    private final Path folder;
    private final Path agent;

    /**
     * The cost of one agent.
     *
     * @param folder for files that are needed meanwhile
     * @param agent the jar
     */
    public StartUp(Path folder, Path agent) {
        this.folder = folder;
        this.agent = agent;
    }

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException {
        Path main = SmallJar.write(folder.resolve("main.jar"), "", List.of(EmptyMain.class));
        Path empty = SmallJar.write(folder.resolve("empty.jar"), EmptyAgent.class.getName(), List.of(EmptyAgent.class));
        Samples none = new Samples();
        Samples emptyAgent = new Samples();
        Samples lockdep = new Samples();
        Samples off = new Samples();
        int runs = quick ? 7 : 21;
        for (int i = 0; i < runs; i++) {
            none.add(cpu(jdk, main));
            emptyAgent.add(cpu(jdk, main, "-javaagent:" + empty));
            lockdep.add(cpu(jdk, main, "-javaagent:" + agent));
            off.add(cpu(jdk, main, "-javaagent:" + agent + "=enabled=false"));
        }
        CostRow.difference(table, "start-up, empty agent over none", "CPU ms", none, emptyAgent, "-", "-");
        CostRow.difference(table, "start-up, agent over empty agent", "CPU ms", emptyAgent, lockdep, "250", "100");
        CostRow.difference(table, "start-up, agent off over empty agent", "CPU ms", emptyAgent, off, "-", "-");
    }

    private static double cpu(Jdk jdk, Path main, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-cp", main.toString(), EmptyMain.class.getName()));
        return Child.run(jdk, arguments).cpuMs();
    }
}
