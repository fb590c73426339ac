package io.lockdep.cli;

import io.lockdep.agent.Spelling;
import java.io.IOException;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line's entry. Exit status: 0 done, 1 findings or the started program failed, 2 wrong usage or no files. */
@Command(
        name = "lockdep",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Version.class,
        description = "Finds lock-order deadlocks in JVM programs before they happen.",
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            MergeCommand.class,
            DiffCommand.class,
            AttachCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            VersionCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Attach the agent to any program:",
            "  java -javaagent:lockdep-agent.jar[=key=value,...] ...",
            "Watch every JVM that a command starts, and get one summary:",
            "  lockdep run -- mvn test",
            "Make one page of what many JVMs found:",
            "  lockdep report --html=lockdep.html target/lockdep",
            "Complete commands in a shell:",
            "  source <(lockdep generate-completion)",
            "See the kernel's deadlock of 2017 found, and its fix stay silent:",
            "  lockdep demo",
            "  lockdep demo --fixed"
        })
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    /** Made by the command line. */
    Main() {}

    /**
     * Runs a command.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main())
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail);
        // What follows a command's first word is its own.
        CommandLine run = line.getSubcommands().get("run");
        if (run != null) {
            run.setStopAtPositional(true);
        }
        System.exit(line.execute(arguments));
    }

    // One line: what is wrong, and the cure.
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        List<String> known = List.copyOf(command.getSubcommands().keySet());
        String cure = arguments.length > 0 && !arguments[0].startsWith("-") && !known.isEmpty()
                ? "; did you mean '" + Spelling.nearest(arguments[0], known) + "'?"
                : "";
        command.getErr().println("lockdep: " + wrong.getMessage() + cure);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    // What is read or written is not as it should be; anything else is a mistake of lockdep's own.
    private static int fail(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (!(failure instanceof IOException)) {
            throw failure;
        }
        String message = String.valueOf(failure.getMessage()).strip();
        command.getErr().println("lockdep: " + message);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try 'lockdep demo' or 'lockdep --help'");
    }
}
