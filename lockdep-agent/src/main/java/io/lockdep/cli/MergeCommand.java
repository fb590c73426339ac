package io.lockdep.cli;

import io.lockdep.report.JsonLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one file of many: a baseline, or what one machine of several hands on. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the distinct findings of many JVMs as one file of JSON lines, of each the strongest report.",
            "The file can be a baseline, for the agent (baseline=FILE) or for 'lockdep diff', or be merged again."
        },
        footerHeading = "%nExample:%n",
        footer = "  lockdep merge -o baseline.jsonl */target/lockdep")
final class MergeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "-",
            description = "the file to write; default: standard output")
    @SuppressWarnings("NullAway.Init") // has a default
    private Path output;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "folder of report.dir, or a file of JSON lines")
    private List<Path> places = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        MergedFindings findings = Places.read(places);
        StringBuilder lines = new StringBuilder();
        for (MergedFinding finding : findings.strongestFirst()) {
            lines.append(JsonLines.format(finding.strongest())).append('\n');
        }
        Outputs.put(output, lines.toString(), spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        err.println("lockdep: " + findings.size() + " distinct findings of " + findings.jvms() + " files");
        if (findings.unreadable() > 0) {
            err.println("lockdep: " + findings.unreadable() + " reports could not be read, the first: "
                    + findings.firstUnreadable());
        }
        err.flush();
        return 0;
    }
}
