package io.lockdep.agent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody outside asks of a JVM by attaching to it, and the way the answer comes back: in a file, since a JVM that
 * is attached to can say only whether it failed.
 *
 * <p>The request is a prefix of the agent's options, {@code ask=status>FILE} or {@code ask=attach>FILE}. The first line of
 * the answer says how it went, the rest is for the user.
 */
public final class Attachment {

    /** First line of an answer to what was done. */
    public static final String DONE = "done\n";

    /** First line of an answer to what was not. */
    public static final String REFUSED = "refused\n";

    private static final String STATUS = "ask=status>";
    private static final String ATTACH = "ask=attach>";

    private final boolean status;
    private final @Nullable Path answer;
    private final String options;

    private Attachment(boolean status, @Nullable Path answer, String options) {
        this.status = status;
        this.answer = answer;
        this.options = options;
    }

    /**
     * Puts a request for the status together.
     *
     * @param answer the file that the answer is to be written to, absolute
     * @return the argument of the agent
     */
    public static String status(Path answer) {
        return STATUS + answer;
    }

    /**
     * Puts a request to begin together.
     *
     * @param answer the file that the answer is to be written to, absolute
     * @param options options of the agent, each {@code key=value}; paths are meant as from the current folder
     * @return the argument of the agent
     * @throws IllegalArgumentException if an option cannot be used; the message is one line with the cure
     */
    public static String attach(Path answer, List<String> options) {
        StringBuilder request = new StringBuilder(ATTACH).append(answer);
        for (String option : options) {
            String complaint = HandedOn.complaint(option);
            if (complaint != null) {
                throw new IllegalArgumentException(complaint);
            }
            request.append(',').append(HandedOn.absolute(option));
        }
        return request.toString();
    }

    static Attachment parse(String arguments) {
        boolean status = arguments.startsWith(STATUS);
        if (!status && !arguments.startsWith(ATTACH)) {
            return new Attachment(false, null, arguments);
        }
        int start = arguments.indexOf('>') + 1;
        int comma = arguments.indexOf(',', start);
        int end = comma < 0 ? arguments.length() : comma;
        try {
            Path answer = Path.of(arguments.substring(start, end));
            return new Attachment(status, answer, comma < 0 ? "" : arguments.substring(comma + 1));
        } catch (InvalidPathException e) {
            return new Attachment(status, null, "");
        }
    }

    boolean asksForStatus() {
        return status;
    }

    /** {@return where the answer goes, null for standard error} */
    @Nullable
    Path answer() {
        return answer;
    }

    String options() {
        return options;
    }
}
