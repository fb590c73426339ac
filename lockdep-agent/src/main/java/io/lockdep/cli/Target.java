package io.lockdep.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.lockdep.agent.AgentJar;
import io.lockdep.agent.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Function;

/** Another JVM on this machine, to which requests can be made by attaching to it. */
final class Target {

    private final long pid;

    Target(long pid) {
        this.pid = pid;
    }

    /**
     * Makes a request.
     *
     * @param request made of the file that the answer goes to
     * @return the answer
     * @throws IOException if there is none, or it was refused; the message is for the user
     */
    String ask(Function<Path, String> request) throws IOException {
        Path answer = Files.createTempFile("lockdep", ".answer");
        try {
            letWrite(answer);
            load(request.apply(answer.toAbsolutePath()));
            String text = Files.readString(answer, StandardCharsets.UTF_8);
            if (text.startsWith(Attachment.REFUSED)) {
                throw new IOException(text.substring(Attachment.REFUSED.length()));
            }
            if (!text.startsWith(Attachment.DONE)) {
                throw new IOException("process " + pid + " did not answer; its standard error may say why");
            }
            return text.substring(Attachment.DONE.length());
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    // A JVM of another user cannot write to a file of this one unless it may.
    private void letWrite(Path answer) throws IOException {
        Optional<String> other =
                ProcessHandle.of(pid).flatMap(process -> process.info().user());
        Optional<String> self = ProcessHandle.current().info().user();
        if (other.isPresent() && !other.equals(self)) {
            Files.setPosixFilePermissions(answer, PosixFilePermissions.fromString("rw--w--w-"));
        }
    }

    private void load(String arguments) throws IOException {
        String agent = AgentJar.path().toAbsolutePath().toString();
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                machine.loadAgent(agent, arguments);
            } finally {
                machine.detach();
            }
        } catch (NoClassDefFoundError e) {
            throw new IOException("this Java has no module jdk.attach; run lockdep with a whole JDK", e);
        } catch (AttachNotSupportedException e) {
            throw new IOException(
                    "process " + pid + " cannot be attached to (" + e.getMessage()
                            + "); is it a JVM of at least 17, without -XX:+DisableAttachMechanism?",
                    e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new IOException(
                    "process " + pid + " does not load the agent (" + e.getMessage()
                            + "); is it a JVM of at least 17, without -XX:-EnableDynamicAgentLoading?",
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "process " + pid + " cannot be attached to (" + e.getMessage()
                            + "); it must be a JVM of the same user, on this machine",
                    e);
        }
    }
}
