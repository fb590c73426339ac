package io.lockdep.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the files that the agent writes (option {@code report.file}), whatever became of the JVMs that wrote them.
 *
 * <p>A JVM that was killed leaves a last line that ends too soon; a line of a newer version, or of somebody else, has
 * other fields. Neither may hide the other lines: what cannot be read is passed to a second taker, as a sentence. One
 * line is in memory at a time, and no more than {@value #MAX_LINE} bytes of it.
 */
public final class ReportLines {

    /** Longest line that is read, in bytes; a finding is some ten thousand. */
    public static final int MAX_LINE = 16 << 20;

    private static final String SUFFIX = ".jsonl";

    private ReportLines() {}

    /**
     * Finds files of findings.
     *
     * @param place a file, or a folder whose {@code *.jsonl} files are meant
     * @return the files, sorted by name
     * @throws IOException if the place cannot be read
     */
    public static List<Path> filesIn(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*" + SUFFIX)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    /**
     * Reads one file.
     *
     * @param file the file
     * @param taker called with each finding, in order
     * @param unreadable called with a sentence, without the file's name, for each line that is none
     * @throws IOException if the file cannot be read
     */
    public static void read(Path file, Consumer<ReportLine> taker, Consumer<String> unreadable) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 14);
            long number = 0;
            int end;
            do {
                line.reset();
                end = readLine(in, line);
                number++;
                if (line.size() > MAX_LINE) {
                    unreadable.accept("line " + number + " is longer than " + MAX_LINE + " bytes");
                } else if (line.size() > 0) {
                    parse(file, number, line.toByteArray(), end < 0, taker, unreadable);
                }
            } while (end >= 0);
        }
    }

    /**
     * Reads several files.
     *
     * @param files the files
     * @param unreadable called with a sentence that names the file, for each line or file that cannot be read
     * @return all findings, in order; equal ones of several JVMs too
     */
    public static List<ReportLine> readAll(List<Path> files, Consumer<String> unreadable) {
        List<ReportLine> lines = new ArrayList<>();
        for (Path file : files) {
            try {
                read(file, lines::add, sentence -> unreadable.accept(file + ": " + sentence));
            } catch (IOException e) {
                unreadable.accept(file + " cannot be read (" + e + ")");
            }
        }
        return lines;
    }

    private static void parse(
            Path file,
            long number,
            byte[] line,
            boolean last,
            Consumer<ReportLine> taker,
            Consumer<String> unreadable) {
        try {
            taker.accept(new ReportLine(file, number, ReportJson.parse(line)));
        } catch (IOException e) {
            unreadable.accept("line " + number
                    + (last
                            ? " ends too soon: its JVM was killed while it wrote"
                            : " is no finding: " + e.getMessage()));
        }
    }

    // Returns what ended the line; of what is too long, one byte too many is kept and the rest dropped.
    private static int readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (line.size() <= MAX_LINE) {
                line.write(next);
            }
            next = in.read();
        }
        return next;
    }
}
