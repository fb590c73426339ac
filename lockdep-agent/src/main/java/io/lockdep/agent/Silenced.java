package io.lockdep.agent;

import io.lockdep.report.ReportKind;
import io.lockdep.report.Silence;
import io.lockdep.report.Suppressions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options that say which findings are not said: {@code kinds}, {@code suppressions}, {@code baseline}. */
final class Silenced {

    // A quote inside a text is escaped, so this can only be the field.
    private static final Pattern FINGERPRINT = Pattern.compile("\"fingerprint\"\\s*:\\s*\"([0-9a-f]{16})\"");

    private Silenced() {}

    static Silence by(AgentOptions options) throws OptionException {
        return new Silence(kinds(options), suppressions(options), baseline(options));
    }

    private static Set<ReportKind> kinds(AgentOptions options) throws OptionException {
        List<String> ids = new ArrayList<>();
        for (ReportKind kind : ReportKind.values()) {
            ids.add(kind.id());
        }
        OptionValue.list(Option.KINDS, options.text(Option.KINDS), ids);
        List<String> wanted = options.words(Option.KINDS);
        Set<ReportKind> kinds = EnumSet.noneOf(ReportKind.class);
        for (ReportKind kind : ReportKind.values()) {
            if (wanted.isEmpty() || wanted.contains(kind.id())) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Suppressions suppressions(AgentOptions options) throws OptionException {
        Path file = options.file(Option.SUPPRESSIONS);
        if (file == null) {
            return Suppressions.NONE;
        }
        try {
            return Suppressions.parse(lines(Option.SUPPRESSIONS, file));
        } catch (IllegalArgumentException e) {
            throw new OptionException("suppressions=" + file + ", " + e.getMessage());
        }
    }

    // The last line may be torn: the JVM that wrote it was killed.
    private static Set<String> baseline(AgentOptions options) throws OptionException {
        Set<String> known = new HashSet<>();
        Path file = options.file(Option.BASELINE);
        List<String> lines = file == null ? List.of() : lines(Option.BASELINE, file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher fingerprint = FINGERPRINT.matcher(lines.get(i));
            if (fingerprint.find()) {
                known.add(fingerprint.group(1));
            } else if (!lines.get(i).isBlank() && (i == 0 || i < lines.size() - 1)) {
                throw new OptionException("baseline=" + file + ", line " + (i + 1)
                        + " is not a finding; name a file that report.file, report.dir or 'lockdep merge' wrote");
            }
        }
        return known;
    }

    private static List<String> lines(Option option, Path file) throws OptionException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OptionException(option.key + "=" + file + " cannot be read (" + e + "); name a readable file");
        }
    }
}
