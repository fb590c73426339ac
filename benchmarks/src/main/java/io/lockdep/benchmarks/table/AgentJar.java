package io.lockdep.benchmarks.table;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Finds the agent to measure and copies it, so that a build that goes on meanwhile does not change it. */
final class AgentJar {

    private AgentJar() {}

    static Path copyTo(Path folder, @Nullable String given) throws IOException {
        Path copy = folder.resolve("lockdep-agent.jar");
        Path from = given != null ? Path.of(given) : beside();
        return Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    // benchmarks/target/benchmarks.jar -> lockdep-agent/target/lockdep-agent-VERSION.jar
    private static Path beside() throws IOException {
        Path target = self().resolveSibling("../../lockdep-agent/target").normalize();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "lockdep-agent-*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar")) {
                    return jar;
                }
            }
        }
        throw new IOException("no agent jar in " + target + "; build lockdep-agent or name the jar by --agent");
    }

    /** {@return the jar that runs} */
    static Path self() throws IOException {
        try {
            return Path.of(AgentJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the benchmarks do not run from a file", e);
        }
    }
}
