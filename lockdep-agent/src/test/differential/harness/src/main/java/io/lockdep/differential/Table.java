package io.lockdep.differential;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JDK's runs came to: a row per program as it is done, then what a person has to look at. */
final class Table {

    private static final List<String> GRADES = List.of("actual", "high", "medium", "low");

    private final PrintStream out;
    private final List<Comparison> rows = new ArrayList<>();

    Table(PrintStream out, String title) {
        this.out = out;
        out.println(title);
        out.println();
        out.println(
                "| program | compared | failing anyway | unstable | same | findings | CPU without | with | ratio |");
        out.println("|---|---|---|---|---|---|---|---|---|");
    }

    void add(Comparison row) {
        rows.add(row);
        double without = row.plain().stream()
                .limit(2)
                .map(Result::cpu)
                .mapToDouble(Table::seconds)
                .average()
                .orElseThrow();
        double with = seconds(row.watched().cpu());
        out.println(Stream.of(
                        row.program().name(),
                        row.compared() + (row.program().isDriver() ? " lines" : " tests"),
                        row.failing(),
                        row.unstable().size(),
                        row.differences().isEmpty() ? "yes" : "**no**",
                        grades(row.watched().findings()),
                        String.format(Locale.ROOT, "%.1f s", without),
                        String.format(Locale.ROOT, "%.1f s", with),
                        String.format(Locale.ROOT, "%.2f", with / without))
                .map(Objects::toString)
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** Prints differences, unstable tests, and findings above low. */
    void printDetails() {
        for (Comparison row : rows) {
            print(row, "differs", row.differences());
            print(row, "unstable without the agent", List.copyOf(row.unstable()));
            print(
                    row,
                    "found",
                    row.watched().findings().stream()
                            .filter(finding -> !finding.grade().equals("low"))
                            .map(finding -> finding.grade() + " " + finding.fingerprint() + " " + finding.message())
                            .toList());
        }
        out.println();
    }

    private void print(Comparison row, String what, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(row.program().name() + ", " + what + ":");
            lines.forEach(line -> out.println("    " + line));
        }
    }

    private static String grades(List<Finding> findings) {
        String counts = GRADES.stream()
                .map(grade -> new Object[] {count(findings, grade), grade})
                .filter(each -> (long) each[0] > 0)
                .map(each -> each[0] + " " + each[1])
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }

    private static long count(List<Finding> findings, String grade) {
        return findings.stream()
                .filter(finding -> finding.grade().equals(grade))
                .count();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }
}
