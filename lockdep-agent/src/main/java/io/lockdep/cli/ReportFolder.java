package io.lockdep.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the JVMs of one run leave their findings: one file per JVM. */
final class ReportFolder {

    private static final String FILE = "lockdep-%p.jsonl";
    private static final String FILES = "lockdep-[0-9]*.jsonl";

    private final Path path;
    private final boolean temporary;

    private ReportFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Makes it.
     *
     * @param chosen by the user: stays, and what an earlier run left there is replaced; null for a temporary one, which
     *     stays only if something was found
     */
    static ReportFolder make(@Nullable Path chosen) throws IOException {
        if (chosen == null) {
            return new ReportFolder(Files.createTempDirectory("lockdep"), true);
        }
        // JVMs have working directories of their own.
        Path folder = Files.createDirectories(chosen.toAbsolutePath().normalize());
        ReportFolder made = new ReportFolder(folder, false);
        for (Path file : made.files()) {
            Files.delete(file);
        }
        return made;
    }

    /** {@return the value of the agent's option {@code report.file}} */
    String option() {
        return path.resolve(FILE).toString();
    }

    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, FILES)) {
            found.forEach(files::add);
        }
        return files;
    }

    /** {@return the folder, or null if it was temporary and is gone because nothing is in it} */
    @Nullable
    Path keep(boolean found) throws IOException {
        if (found || !temporary) {
            return path;
        }
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.deleteIfExists(path);
        return null;
    }
}
