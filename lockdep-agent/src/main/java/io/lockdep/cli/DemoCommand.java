package io.lockdep.cli;

import io.lockdep.agent.AgentJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated kernel of January 2017 under the agent: one command from a clone to a report. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a simulated memory allocator under the agent and shows what lockdep finds.",
            "The bug is the one of linux-next 20170125: drain_all_pages takes the CPU hotplug lock under pcpu_alloc_mutex."
        })
final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--fixed", description = "run the kernel's merged fix instead: nothing is reported")
    private boolean fixed;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "run another variant of the scenario: A0 the bug, A1 with a trylock, V3 the fix")
    private String variant = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (fixed && !variant.isEmpty()) {
            err.println("lockdep demo: --fixed and --variant exclude each other; give one of them");
            return spec.exitCodeOnInvalidInput();
        }
        Path agent = AgentJar.path();
        Path simulation = simulation(agent);
        if (simulation == null) {
            err.println("lockdep demo: the simulation is not built; run 'mvn -B package' in the project's folder, or"
                    + " start the demo by bin/lockdep, which does");
            return FAILED;
        }
        String chosen = variant.isEmpty() ? fixed ? "V3" : "A0" : variant;
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + agent,
                        "-jar",
                        simulation.toString(),
                        "run",
                        "S0",
                        "--variant",
                        chosen))
                .inheritIO()
                .start();
        return process.waitFor();
    }

    // The agent jar stands in lockdep-agent/target of a clone; the simulation beside it.
    private static @Nullable Path simulation(Path agent) throws IOException {
        Path target =
                agent.toAbsolutePath().resolve("../../../allocator-sim/target").normalize();
        if (!Files.isDirectory(target)) {
            return null;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "allocator-sim-*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        return null;
    }
}
