package io.lockdep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is new since a baseline: the check of a build that has findings it cannot cure today. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Shows findings that do not stand in a baseline, and fails if one of them is strong enough.", ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing new at or above --fail-on",
            "1:new findings at or above --fail-on",
            "2:wrong usage, or nothing to read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lockdep merge -o baseline.jsonl target/lockdep",
            "  lockdep diff baseline.jsonl target/lockdep",
            "  lockdep diff --fail-on=medium --sarif=new.sarif baseline.jsonl */target/lockdep"
        })
final class DiffCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private final Outputs outputs = new Outputs();

    @Option(
            names = "--fail-on",
            paramLabel = "GRADE",
            defaultValue = "high",
            converter = FailOn.Converter.class,
            description =
                    "least grade of a new finding that makes this fail: none, low, medium, high (default), actual")
    @SuppressWarnings("NullAway.Init") // has a default
    private FailOn failOn;

    @Parameters(index = "0", paramLabel = "BASELINE", description = "file of JSON lines, or a folder of such files")
    @SuppressWarnings("NullAway.Init") // is required
    private Path baseline;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PLACE",
            description = "folder of report.dir, or a file of JSON lines")
    private List<Path> places = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Set<String> known = new HashSet<>();
        for (MergedFinding finding : Places.read(List.of(baseline)).strongestFirst()) {
            known.add(finding.strongest().fingerprint());
        }
        List<MergedFinding> fresh = new ArrayList<>();
        int failing = 0;
        int again = 0;
        for (MergedFinding finding : Places.read(places).strongestFirst()) {
            if (known.contains(finding.strongest().fingerprint())) {
                again++;
            } else {
                fresh.add(finding);
                failing += failOn.covers(finding.strongest().grade()) ? 1 : 0;
            }
        }
        outputs.write(
                "new since " + baseline, fresh, List.of(), spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        err.println("lockdep: " + fresh.size() + " new, " + failing + " of them count (--fail-on); " + again
                + " known; " + (known.size() - again) + " of the baseline not found again");
        err.flush();
        return failing > 0 ? 1 : 0;
    }
}
