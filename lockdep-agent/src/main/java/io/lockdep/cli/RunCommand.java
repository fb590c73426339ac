package io.lockdep.cli;

import io.lockdep.agent.AgentJar;
import io.lockdep.agent.HandedOn;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs any command, watches every JVM that it starts, and sums up what they found. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a command, with the agent in every JVM that it starts, however deep; the JVMs of Maven, Gradle and the"
                    + " JDK's own tools are left out. What the command prints stays as it is, but for one line of each JVM"
                    + " that says that it picked up the agent. At the end one summary of all JVMs is printed on standard"
                    + " error, each finding once.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "1:findings at or above --fail-on, whatever the command's own status",
            "2:wrong usage; the command was not started",
            "N:else the command's own: 0 if it succeeded and nothing counts"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lockdep run -- mvn test",
            "  lockdep run --dir=build/lockdep --fail-on=medium -- ./gradlew test",
            "  lockdep run -o strict=true -o include=com.acme.* -- java -jar app.jar --port=8080"
        })
final class RunCommand implements Callable<Integer> {

    private static final String REPORT_FILE = "report.file=";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = "--fail-on",
            paramLabel = "GRADE",
            defaultValue = "high",
            converter = FailOn.Converter.class,
            description = "least grade of a finding that makes the run fail: none, low, medium, high (default), actual")
    @SuppressWarnings("NullAway.Init") // has a default
    private FailOn failOn;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "folder for the reports of the JVMs, lockdep-PID.jsonl; replaces those of an earlier run."
                    + " Default: a temporary one, which stays if something was found")
    private @Nullable Path dir;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "option of the agent, see docs/options.md; may be repeated")
    private List<String> options = new ArrayList<>();

    @Option(
            names = "--every-jvm",
            description =
                    "also reach JVMs that no java launcher starts, by JAVA_TOOL_OPTIONS in place of JDK_JAVA_OPTIONS")
    private boolean everyJvm;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the command and its arguments")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        ReportFolder folder = folder();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        try {
            AgentVariable variable = everyJvm ? AgentVariable.JAVA_TOOL_OPTIONS : AgentVariable.JDK_JAVA_OPTIONS;
            variable.add(builder.environment(), agent(folder));
        } catch (IllegalArgumentException e) {
            folder.keep(false);
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            folder.keep(false);
            throw new ParameterException(spec.commandLine(), "the command could not be started: " + e.getMessage(), e);
        }
        return new Following(process, () -> sumUp(folder)).status();
    }

    private void check() {
        for (String option : options) {
            String complaint = option.contains(",")
                    ? "a value cannot contain a comma; put it into a file and hand on config=FILE"
                    : option.startsWith(REPORT_FILE)
                            ? "the run needs report.file itself; say where by --dir"
                            : HandedOn.complaint(option);
            if (complaint != null) {
                throw new ParameterException(spec.commandLine(), "-o " + option + ": " + complaint);
            }
        }
    }

    private ReportFolder folder() {
        if (dir != null && dir.toAbsolutePath().toString().contains(",")) {
            throw new ParameterException(
                    spec.commandLine(), "--dir=" + dir + ": the path cannot contain a comma; name another folder");
        }
        try {
            return ReportFolder.make(dir);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--dir=" + dir + " cannot be used (" + e + "); name a writable folder", e);
        }
    }

    private String agent(ReportFolder folder) throws IOException {
        StringBuilder agent =
                new StringBuilder("-javaagent:").append(AgentJar.path().toAbsolutePath());
        agent.append('=').append(REPORT_FILE).append(folder.option());
        for (String option : options) {
            agent.append(',').append(HandedOn.absolute(option));
        }
        return agent.toString();
    }

    // Returns whether the run has failed by what was found.
    private boolean sumUp(ReportFolder folder) {
        PrintWriter err = spec.commandLine().getErr();
        MergedFindings findings = new MergedFindings();
        try {
            folder.files().forEach(findings::addFile);
            Path stays = folder.keep(findings.size() > 0 || findings.unreadable() > 0);
            err.print(RunSummary.of(findings, failOn, stays));
        } catch (IOException e) {
            err.println("lockdep: the reports of the JVMs cannot be read (" + e + ")");
        }
        err.flush();
        return findings.fail(failOn);
    }
}
