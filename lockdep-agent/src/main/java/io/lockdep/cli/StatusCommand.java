package io.lockdep.cli;

import io.lockdep.agent.Attachment;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a JVM that is watched how it is doing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows what the threads of a watched JVM hold and wait for now, and what was found so far.",
        footer = {"", "Example:", "  lockdep status 4711"})
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", description = "process id of the JVM")
    private long pid;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(new Target(pid).ask(Attachment::status));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
