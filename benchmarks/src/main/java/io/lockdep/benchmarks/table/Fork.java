package io.lockdep.benchmarks.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one arm of one row once, in a JVM of its own.
 *
 * <p>JMH itself runs all forks of one arm before those of the next, and takes the drift of the machine for a difference.
 */
final class Fork {

    private final Jdk jdk;
    private final Path agent;
    private final TimeValue iteration;

    Fork(Jdk jdk, Path agent, boolean quick) {
        this.jdk = jdk;
        this.agent = agent;
        this.iteration = TimeValue.milliseconds(quick ? 200 : 300);
    }

    /**
     * What one fork measured.
     *
     * @param ns of CPU time per operation; of time on the wall where threads wait for each other
     * @param bytes allocated per operation
     */
    record Score(double ns, double bytes) {}

    Score run(Work work, Arm arm) throws RunnerException {
        String benchmark = arm == Arm.GUAVA && work.guava() != null ? work.guava() : work.benchmark();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^io[.]lockdep[.]benchmarks[.]locks[.]" + benchmark.replace(".", "[.]") + "$")
                .jvm(jdk.java().toString())
                .jvmArgs(arguments(work, arm).toArray(new String[0]))
                .forks(1)
                .threads(work.threads())
                .warmupIterations(3)
                .warmupTime(iteration)
                .measurementIterations(3)
                .measurementTime(iteration)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        for (Map.Entry<String, String> parameter : work.parameters().entrySet()) {
            options.param(parameter.getKey(), parameter.getValue());
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        RunResult result = results.iterator().next();
        double ns = work.waits() ? result.getPrimaryResult().getScore() : secondary(result, CpuTime.NAME);
        return new Score(ns, secondary(result, "gc.alloc.rate.norm"));
    }

    private static double secondary(RunResult result, String name) {
        return Objects.requireNonNull(result.getSecondaryResults().get(name)).getScore();
    }

    private List<String> arguments(Work work, Arm arm) {
        // The collector is named because small machines get another one, whose stores cost less.
        List<String> arguments = new ArrayList<>(List.of("-XX:+UseG1GC", "-Xms512m", "-Xmx512m"));
        if (jdk.feature() >= 24) {
            // JMH reads field offsets, which these JDKs warn about.
            arguments.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (work.virtual()) {
            arguments.add("-Djmh.executor=VIRTUAL");
        }
        if (arm == Arm.AGENT) {
            arguments.add("-javaagent:" + agent);
        } else if (arm == Arm.OFF) {
            arguments.add("-javaagent:" + agent + "=enabled=false");
        }
        return arguments;
    }
}
