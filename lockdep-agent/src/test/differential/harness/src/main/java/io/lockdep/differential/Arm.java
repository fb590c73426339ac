package io.lockdep.differential;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A way to run programs: a JDK, with the agent or without.
 *
 * @param jdk its home
 * @param agent the agent's jar; null if without
 */
record Arm(Path jdk, Path agent) {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Runs {@code program} and keeps all that it writes in {@code out}, which is emptied first. */
    Result run(Program program, Path out) throws IOException, InterruptedException {
        Folders.empty(out);
        Path work = Files.createDirectories(out.resolve("work"));
        Path temporary = Files.createDirectories(out.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.add("-Xmx1g");
        command.add("-Djava.io.tmpdir=" + temporary);
        if (agent != null) {
            command.add("-javaagent:" + agent + "=format=text,report.dir=" + out);
        }
        command.addAll(program.jvmOptions());
        command.add("-cp");
        command.add(program.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.addAll(program.command(out));

        Duration before = Cpu.ofChildren();
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createFile(out.resolve("stdin")).toFile()))
                .redirectOutput(out.resolve("stdout").toFile())
                .redirectError(out.resolve("stderr").toFile())
                .start();
        boolean inTime = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!inTime) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        int exit = process.waitFor();
        Map<String, String> outcomes = program.isDriver() ? lines(out.resolve("stdout")) : tests(out);
        return new Result(
                inTime ? "exit code " + exit : "cut after " + LIMIT.toSeconds() + " s",
                outcomes,
                Cpu.ofChildren().minus(before),
                Findings.in(out));
    }

    /** Returns what was written to standard output, each line by its number. */
    private static Map<String, String> lines(Path stdout) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(stdout, StandardCharsets.UTF_8)) {
            lines.put("line " + (lines.size() + 1), line);
        }
        return lines;
    }

    /** Returns how each test ended. Of an id that is there more than once, all endings count. */
    private static Map<String, String> tests(Path out) throws IOException {
        Map<String, String> tests = new LinkedHashMap<>();
        Path file = out.resolve(Program.OUTCOMES);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int tab = line.indexOf('\t');
                tests.merge(line.substring(0, tab), line.substring(tab + 1), (one, other) -> one + " ; " + other);
            }
        }
        return tests;
    }
}
