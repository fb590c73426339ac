package io.lockdep.cli;

import io.lockdep.report.Report;
import java.nio.file.Path;

/**
 * One finding as it was read from a file.
 *
 * @param file the file, usually one per JVM
 * @param number the line in it, from 1
 * @param report the finding; its text is safe to print, whatever stood in the file
 */
public record ReportLine(Path file, long number, Report report) {}
