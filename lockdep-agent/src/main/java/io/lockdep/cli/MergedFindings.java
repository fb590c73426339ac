package io.lockdep.cli;

import io.lockdep.report.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings of many JVMs, each distinct one once. A file per JVM goes in, in any order. */
final class MergedFindings {

    /** Distinct findings that are kept; a program with more has other worries. */
    static final int MAX_FINDINGS = 10_000;

    private final Map<String, MergedFinding> byFingerprint = new LinkedHashMap<>();
    private int jvms;
    private long unreadable;
    private String firstUnreadable = "";
    private long dropped;

    void addFile(Path file) {
        jvms++;
        try {
            ReportLines.read(file, this::add, sentence -> unreadable(file + ": " + sentence));
        } catch (IOException e) {
            unreadable(file + " cannot be read (" + e + ")");
        }
    }

    private void add(ReportLine line) {
        String fingerprint = line.report().fingerprint();
        MergedFinding known = byFingerprint.get(fingerprint);
        if (known != null) {
            known.add(line);
        } else if (byFingerprint.size() < MAX_FINDINGS) {
            byFingerprint.put(fingerprint, new MergedFinding(line));
        } else {
            dropped++;
        }
    }

    private void unreadable(String sentence) {
        if (unreadable == 0) {
            firstUnreadable = sentence;
        }
        unreadable++;
    }

    /** {@return all of them, the strongest evidence first, then those that most JVMs met} */
    List<MergedFinding> strongestFirst() {
        List<MergedFinding> findings = new ArrayList<>(byFingerprint.values());
        findings.sort(Comparator.comparing(
                        (MergedFinding finding) -> finding.strongest().grade())
                .thenComparing(MergedFinding::jvms)
                .reversed()
                .thenComparing(finding -> finding.strongest().message()));
        return findings;
    }

    int count(Grade grade) {
        int count = 0;
        for (MergedFinding finding : byFingerprint.values()) {
            count += finding.strongest().grade() == grade ? 1 : 0;
        }
        return count;
    }

    int size() {
        return byFingerprint.size();
    }

    boolean fail(FailOn failOn) {
        for (MergedFinding finding : byFingerprint.values()) {
            if (failOn.covers(finding.strongest().grade())) {
                return true;
            }
        }
        return false;
    }

    /** {@return number of files, which is the number of JVMs that were watched} */
    int jvms() {
        return jvms;
    }

    /** {@return number of lines and files that could not be read} */
    long unreadable() {
        return unreadable;
    }

    String firstUnreadable() {
        return firstUnreadable;
    }

    /** {@return number of lines with findings beyond {@link #MAX_FINDINGS}} */
    long dropped() {
        return dropped;
    }
}
