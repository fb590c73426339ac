package io.lockdep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts what many JVMs found into one report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts what JVMs found into one report, each finding once: text on standard output, or the forms that are named.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:findings at or above --fail-on", "2:wrong usage, or nothing to read"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lockdep report target/lockdep",
            "  lockdep report --html=lockdep.html --sarif=lockdep.sarif */target/lockdep",
            "  lockdep report --dot=- target/lockdep | dot -Tsvg > rings.svg"
        })
final class ReportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private final Outputs outputs = new Outputs();

    @Option(
            names = "--fail-on",
            paramLabel = "GRADE",
            defaultValue = "none",
            converter = FailOn.Converter.class,
            description = "least grade of a finding that makes this fail: none (default), low, medium, high, actual")
    @SuppressWarnings("NullAway.Init") // has a default
    private FailOn failOn;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "folder of report.dir, or a file of JSON lines")
    private List<Path> places = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        MergedFindings findings = Places.read(places);
        PrintWriter err = spec.commandLine().getErr();
        List<String> notes = new ArrayList<>();
        notes.add(findings.jvms() == 1 ? "One JVM was watched." : findings.jvms() + " JVMs were watched.");
        if (findings.unreadable() > 0) {
            notes.add("Incomplete: " + findings.unreadable() + " reports could not be read, the first: "
                    + findings.firstUnreadable() + ".");
        }
        String title = String.join(", ", places.stream().map(Path::toString).toList());
        outputs.write(
                title, findings.strongestFirst(), notes, spec.commandLine().getOut());
        err.print(RunSummary.of(findings, failOn, null));
        err.flush();
        return findings.fail(failOn) ? 1 : 0;
    }
}
