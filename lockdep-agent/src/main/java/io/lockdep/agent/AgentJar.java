package io.lockdep.agent;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The jar that all of this came in. */
public final class AgentJar {

    private AgentJar() {}

    /**
     * Finds the jar.
     *
     * @return its place
     * @throws IOException if this code does not come from a file
     */
    public static Path path() throws IOException {
        try {
            return Path.of(AgentJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the place of the agent jar is not a file", e);
        }
    }
}
