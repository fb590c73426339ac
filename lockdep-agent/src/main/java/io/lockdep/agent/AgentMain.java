package io.lockdep.agent;

import io.lockdep.agent.instrument.LockTransformer;
import io.lockdep.agent.report.Status;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a JVM that runs enters the agent: attached to, or asked how it is doing.
 *
 * <p>As in {@link PreMain}, nothing of the engine is touched before it has been defined, and no exception escapes. Other
 * than there, a wrong option does not stop the JVM, which has long been at work.
 */
public final class AgentMain {

    private AgentMain() {}

    /**
     * Called by the JVM's attach mechanism, as often as somebody attaches.
     *
     * @param arguments options as of {@code -javaagent}, or what {@link Attachment} made of a request
     * @param instrumentation the JVM
     */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        Attachment request = Attachment.parse(arguments == null ? "" : arguments);
        String answer;
        try {
            answer = Attachment.DONE + (request.asksForStatus() ? status() : attach(request, instrumentation));
        } catch (OptionException e) {
            answer = Attachment.REFUSED + e.getMessage();
        } catch (Throwable e) {
            answer = Attachment.REFUSED + "not active, the program runs without it: " + e;
        }
        Path file = request.answer();
        if (file == null) {
            Console.line(answer.substring(answer.indexOf('\n') + 1).strip());
            return;
        }
        try {
            Files.writeString(file, answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            Console.line("cannot answer to " + file + " (" + e + ")");
        }
    }

    private static String status() throws OptionException {
        if (!BootClasses.areDefined()) {
            throw new OptionException("lockdep is not in that JVM; start it with -javaagent, or attach to it first");
        }
        return Status.text();
    }

    private static String attach(Attachment request, Instrumentation instrumentation) throws Exception {
        AgentOptions options = AgentOptions.read(request.options(), System.getProperties(), System.getenv());
        if (BootClasses.areDefined()) {
            throw new OptionException("lockdep is in that JVM already; its options cannot be changed any more");
        }
        LockTransformer transformer = PreMain.install(options, instrumentation);
        return "watching from now on, " + transformer.transformedCount() + " classes instrumented, "
                + transformer.failedCount() + " not.\n"
                + "Not seen: orders of locks before this moment; locks that are held now, until they are released;\n"
                + "methods that are running now, until they are called again; where the locks that exist now were made,\n"
                + "so they are named by the place that takes them first. For all of it, start the JVM with -javaagent.\n";
    }
}
