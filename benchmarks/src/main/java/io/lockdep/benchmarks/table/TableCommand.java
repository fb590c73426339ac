package io.lockdep.benchmarks.table;

import io.lockdep.benchmarks.cost.ClassLoading;
import io.lockdep.benchmarks.cost.Cost;
import io.lockdep.benchmarks.cost.Memory;
import io.lockdep.benchmarks.cost.SlowPath;
import io.lockdep.benchmarks.cost.StartUp;
import io.lockdep.benchmarks.cost.WholeProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code table}: measures every row on every JDK and prints what came out. */
public final class TableCommand {

    /** Options of the command, in one line. */
    public static final String USAGE =
            "[--forks N] [--quick] [--jdk PATH]... [--only REGEX] [--agent JAR] [--markdown FILE]";

    private int forks = 5;
    private boolean quick;
    private final List<Jdk> jdks = new ArrayList<>();
    private Pattern only = Pattern.compile("");
    private @Nullable String agent;
    private @Nullable String markdown;

    private TableCommand() {}

    /**
     * Runs the command.
     *
     * @param arguments its options
     * @return exit status
     * @throws IOException if a JVM cannot be started or a file not be written
     * @throws InterruptedException if interrupted while a JVM runs
     * @throws RunnerException if JMH fails
     */
    public static int run(String[] arguments) throws IOException, InterruptedException, RunnerException {
        TableCommand command = new TableCommand();
        if (!command.read(arguments)) {
            System.err.println("usage: table " + USAGE);
            return 2;
        }
        command.measure();
        return 0;
    }

    private boolean read(String[] arguments) throws IOException {
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (option.equals("--quick")) {
                quick = true;
                forks = 1;
            } else if (!words.hasNext() || !read(option, words.next())) {
                return false;
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Jdk.at(Path.of(System.getProperty("java.home"))));
        }
        return true;
    }

    private boolean read(String option, String value) throws IOException {
        switch (option) {
            case "--forks" -> forks = Integer.parseInt(value);
            case "--jdk" -> jdks.add(Jdk.at(Path.of(value)));
            case "--only" -> only = Pattern.compile(value);
            case "--agent" -> agent = value;
            case "--markdown" -> markdown = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void measure() throws IOException, InterruptedException, RunnerException {
        // Without it JMH waits for whoever else measures on this machine, even in another folder.
        System.setProperty("jmh.ignoreLock", "true");
        Path folder = Files.createTempDirectory("lockdep-benchmarks");
        Path jar = AgentJar.copyTo(folder, agent);
        StringBuilder document = new StringBuilder();
        for (Jdk jdk : jdks) {
            String title = "JDK " + jdk.version() + ", " + forks + (forks == 1 ? " fork" : " forks")
                    + (quick ? ", quick: orientation only" : "") + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors";
            TextTable locks = locks(jdk, jar);
            TextTable costs = costs(jdk, jar, folder);
            System.out.println();
            System.out.println(title);
            System.out.println();
            System.out.println(locks.text());
            System.out.println(costs.text());
            document.append("### ").append(title).append("\n\n");
            document.append(locks.markdown())
                    .append('\n')
                    .append(costs.markdown())
                    .append('\n');
        }
        if (markdown != null) {
            Files.writeString(Path.of(markdown), document, StandardCharsets.UTF_8);
        }
    }

    private TextTable locks(Jdk jdk, Path jar) throws RunnerException {
        List<LockRow> rows = new ArrayList<>();
        for (Work work : Works.all()) {
            if (work.runsOn(jdk)
                    && (work.core() || !quick)
                    && only.matcher(work.title()).find()) {
                rows.add(new LockRow(work));
            }
        }
        Fork fork = new Fork(jdk, jar, quick);
        for (int i = 0; i < forks; i++) {
            for (LockRow row : rows) {
                System.err.println("JDK " + jdk.version() + ", fork " + (i + 1) + " of " + forks + ": "
                        + row.work().title());
                for (Arm arm : Arm.values()) {
                    if (row.work().has(arm)) {
                        row.add(arm, fork.run(row.work(), arm));
                    }
                }
            }
        }
        TextTable table = LockRow.table();
        rows.forEach(row -> row.addTo(table));
        return table;
    }

    private TextTable costs(Jdk jdk, Path jar, Path folder) throws IOException, InterruptedException {
        TextTable table = new TextTable("cost", "unit", "without", "with", "costs", "budget", "aim", "spread");
        List<Cost> costs = List.of(
                new StartUp(folder, jar),
                new ClassLoading(folder, jar),
                new WholeProgram(AgentJar.self(), folder, jar),
                new SlowPath(AgentJar.self(), jar),
                new Memory(AgentJar.self(), folder, jar));
        for (Cost cost : costs) {
            if (only.matcher(cost.name()).find()) {
                System.err.println("JDK " + jdk.version() + ": " + cost.name());
                cost.measure(jdk, quick, table);
            }
        }
        return table;
    }
}
