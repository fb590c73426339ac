package io.lockdep.agent;

import io.lockdep.agent.instrument.LockTransformer;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent.
 *
 * <p>Never here: a logger, a static field, a class of the engine before {@link
 * BootClasses} has defined it, an exception that escapes. A wrong
 * option stops the JVM; any other failure leaves the program to run unharmed without lockdep.
 */
public final class PreMain {

    private PreMain() {}

    /**
     * Called before {@code main}.
     *
     * @param arguments what follows {@code =} on the command line, or null
     * @param instrumentation the JVM
     */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            start(arguments, instrumentation);
        } catch (OptionException e) {
            Console.line(e.getMessage());
            System.exit(2);
        } catch (Throwable e) {
            Console.line("not active, the program runs without it: "
                    + (e instanceof UnsupportedOperationException ? e.getMessage() : e));
        }
    }

    private static void start(@Nullable String arguments, Instrumentation instrumentation) throws Exception {
        AgentOptions options = AgentOptions.read(arguments, System.getProperties(), System.getenv());
        if (options.isOn(Option.SKIP_TOOLS)
                && ToolJvm.is(System.getProperty("sun.java.command"), System.getProperty("sun.java.launcher"))) {
            if (options.isOn(Option.VERBOSE)) {
                Console.line("not active in this JVM of a build tool (skip-tools=true)");
            }
            return;
        }
        if (BootClasses.areDefined()) {
            Console.line("given twice: the second -javaagent does nothing; remove one of them");
            return;
        }
        install(options, instrumentation);
    }

    /** Defines the engine and puts everything in place; for {@link AgentMain} too. */
    static LockTransformer install(AgentOptions options, Instrumentation instrumentation) throws Exception {
        if (!instrumentation.isRetransformClassesSupported()) {
            throw new UnsupportedOperationException(
                    "the agent jar's manifest lacks Can-Retransform-Classes (was the jar"
                            + " repackaged?); use the original lockdep-agent jar");
        }
        BootClasses.define(instrumentation);
        return Installation.install(options, instrumentation);
    }
}
