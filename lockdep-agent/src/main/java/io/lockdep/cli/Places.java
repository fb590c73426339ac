package io.lockdep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads what JVMs left in files and folders, and says how far it is if that takes long. */
final class Places {

    private static final long PATIENCE_NS = 2_000_000_000L;

    private Places() {}

    /**
     * Reads all findings.
     *
     * @param places files of JSON lines, and folders of such files
     * @return the distinct ones
     * @throws IOException if there is nothing to read; the message is for the user
     */
    static MergedFindings read(List<Path> places) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path place : places) {
            if (!Files.isReadable(place)) {
                throw new IOException(
                        place + " is not there or cannot be read; name a file that report.file wrote, or the"
                                + " folder of report.dir");
            }
            List<Path> found = ReportLines.filesIn(place);
            if (found.isEmpty()) {
                throw new IOException(
                        place + " has no files *.jsonl; was a JVM started with report.dir=" + place + "?");
            }
            files.addAll(found);
        }
        MergedFindings findings = new MergedFindings();
        long next = System.nanoTime() + PATIENCE_NS;
        for (Path file : new ArrayList<>(files)) {
            findings.addFile(file);
            if (System.nanoTime() - next > 0) {
                next = System.nanoTime() + PATIENCE_NS;
                System.err.println("lockdep: read " + findings.jvms() + " of " + files.size() + " files");
            }
        }
        return findings;
    }
}
