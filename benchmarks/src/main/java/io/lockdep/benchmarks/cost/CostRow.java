package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.util.Locale;

/** Writes one cost as a row: medians of both sides, what the checker adds, and how far single runs were apart. */
final class CostRow {

    private CostRow() {}

    static void difference(TextTable table, String cost, String unit, Samples without, Samples with, String... limits) {
        Samples difference = with.minus(without);
        table.row(
                cost,
                unit,
                number(without.median()),
                number(with.median()),
                number(with.median() - without.median()),
                limits[0],
                limits[1],
                spread(difference));
    }

    static void percent(TextTable table, String cost, String unit, Samples without, Samples with, String... limits) {
        Samples ratios = with.over(without);
        table.row(
                cost,
                unit,
                number(without.median()),
                number(with.median()),
                number(100 * (with.median() / without.median() - 1)) + " %",
                limits[0],
                limits[1],
                number(100 * (ratios.min() - 1)) + ".." + number(100 * (ratios.max() - 1)) + " %");
    }

    static void ratio(TextTable table, String cost, String unit, Samples without, Samples with, String... limits) {
        Samples ratios = with.over(without);
        table.row(
                cost,
                unit,
                number(without.median()),
                number(with.median()),
                number(ratios.median()),
                limits[0],
                limits[1],
                spread(ratios));
    }

    static void alone(TextTable table, String cost, String unit, Samples values, String... limits) {
        table.row(
                cost,
                unit,
                "-",
                number(values.median()),
                number(values.median()),
                limits[0],
                limits[1],
                spread(values));
    }

    private static String spread(Samples values) {
        return number(values.min()) + ".." + number(values.max());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
