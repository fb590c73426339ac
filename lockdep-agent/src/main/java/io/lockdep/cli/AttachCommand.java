package io.lockdep.cli;

import io.lockdep.agent.Attachment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Begins to watch a JVM that runs. */
@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        description = {
            "Begins to watch a JVM that runs, of the same user and on this machine.",
            "From then on only: locks that are held, methods that are running, and orders of locks before are not seen.",
            "A JVM of 21 or later warns on its standard error that an agent was loaded."
        },
        footer = {"", "Examples:", "  lockdep attach 4711", "  lockdep attach 4711 report.dir=/tmp/lockdep stall=10"})
final class AttachCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", description = "process id of the JVM")
    private long pid;

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "options of the agent; paths are meant as from the current folder")
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException {
        try {
            String answer = new Target(pid).ask(file -> Attachment.attach(file, options));
            spec.commandLine().getOut().print("lockdep: " + answer);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } finally {
            spec.commandLine().getOut().flush();
        }
    }
}
