package io.lockdep.benchmarks.table;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of the table while it is being measured: the scores of all its forks, by arm. */
final class LockRow {

    private final Work work;
    private final Map<Arm, Samples> times = new EnumMap<>(Arm.class);
    private final Samples bytes = new Samples();

    LockRow(Work work) {
        this.work = work;
        for (Arm arm : Arm.values()) {
            times.put(arm, new Samples());
        }
    }

    Work work() {
        return work;
    }

    void add(Arm arm, Fork.Score score) {
        of(arm).add(score.ns());
        if (arm == Arm.AGENT) {
            bytes.add(score.bytes());
        }
    }

    static TextTable table() {
        return new TextTable(
                "work", "none ns", "agent", "off", "guava", "budget", "aim", "bytes/op", "agent min-max", "verdict");
    }

    void addTo(TextTable table) {
        Samples ratios = of(Arm.AGENT).over(of(Arm.NONE));
        table.row(
                work.title(),
                number(of(Arm.NONE).median(), 1),
                ratio(Arm.AGENT),
                ratio(Arm.OFF),
                ratio(Arm.GUAVA),
                limit(work.budget()),
                limit(work.aim()),
                number(bytes.max(), 1),
                number(ratios.min(), 2) + "-" + number(ratios.max(), 2),
                verdict(work.budget(), work.aim()));
    }

    private String verdict(@Nullable Double budget, @Nullable Double aim) {
        if (budget == null || aim == null) {
            return "-";
        }
        double ratio = of(Arm.AGENT).median() / of(Arm.NONE).median();
        return ratio <= aim ? "aim" : ratio <= budget ? "ok" : "OVER";
    }

    private String ratio(Arm arm) {
        Samples samples = of(arm);
        return samples.isEmpty() ? "-" : number(samples.median() / of(Arm.NONE).median(), 2);
    }

    private Samples of(Arm arm) {
        return times.computeIfAbsent(arm, each -> new Samples());
    }

    private static String limit(@Nullable Double limit) {
        return limit == null ? "-" : Double.toString(limit);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
