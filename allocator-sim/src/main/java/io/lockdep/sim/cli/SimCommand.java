package io.lockdep.sim.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line as a whole: its commands, and one line on stderr with exit status 2 for whatever is mistyped.
 */
@Command(
        name = "allocator-sim",
        description = "A simulated kernel memory manager that runs historic lock bugs.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListCommand.class, RunCommand.class, MatrixCommand.class, StressCommand.class})
public final class SimCommand {

    private SimCommand() {}

    /**
     * Runs a command.
     *
     * @param args command and options
     * @return exit status
     */
    public static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new SimCommand());
        commandLine.setParameterExceptionHandler((e, unused) -> {
            e.getCommandLine().getErr().println("allocator-sim: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine.execute(args);
    }
}
