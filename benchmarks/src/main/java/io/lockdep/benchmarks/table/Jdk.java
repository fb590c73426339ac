package io.lockdep.benchmarks.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A JDK that is measured on.
 *
 * @param java its launcher
 * @param version its full version
 */
public record Jdk(Path java, String version) {

    /**
     * The JDK of a folder.
     *
     * @param home the folder
     * @return the JDK
     * @throws IOException if there is none
     */
    static Jdk at(Path home) throws IOException {
        Path java = home.resolve("bin").resolve("java");
        Properties release = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(home.resolve("release"), StandardCharsets.UTF_8)) {
            release.load(reader);
        }
        return new Jdk(java, release.getProperty("JAVA_VERSION", "?").replace("\"", ""));
    }

    /** {@return the first number of the version} */
    public int feature() {
        return Integer.parseInt(version.split("[^0-9]", 2)[0]);
    }
}
