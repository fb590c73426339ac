package io.lockdep.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the agent's findings back from the lines of JSON that it leaves. */
final class Findings {

    private Findings() {}

    /** Returns the distinct findings of all files in {@code folder}; of one that was said again, the stronger. */
    static List<Finding> in(Path folder) throws IOException {
        Map<String, Finding> findings = new LinkedHashMap<>();
        try (Stream<Path> files =
                Files.find(folder, 1, (file, attributes) -> file.toString().endsWith(".jsonl"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    Finding finding =
                            new Finding(field(line, "fingerprint"), field(line, "grade"), field(line, "message"));
                    findings.put(finding.fingerprint(), finding);
                }
            }
        }
        return List.copyOf(findings.values());
    }

    /** Returns the first string of that name, which is the finding's own: its parts come behind. */
    private static String field(String line, String name) {
        Matcher matcher =
                Pattern.compile('"' + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in " + line);
        }
        return matcher.group(1);
    }
}
