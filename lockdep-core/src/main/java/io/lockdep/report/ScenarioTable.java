package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The scenario that the kernel leaves out: every party of a ring in a column of its own, step by step into the hang.
 *
 * <p>First everybody takes what others want, then everybody waits, the one who closes the ring last. Steps are numbered,
 * so that an order can be read across the groups into which a wide table is split.
 */
final class ScenarioTable {

    private static final int COLUMNS_ABREAST = 4;
    private static final int GAP = 3;

    private final Lines lines;
    private final List<Column> columns;
    private final List<Step> steps = new ArrayList<>();

    private ScenarioTable(Lines lines, List<Column> columns) {
        this.lines = lines;
        this.columns = columns;
    }

    /** Prints what the kernel's two columns do not say; nothing if they say it all. */
    static void beside(Lines lines, List<Column> columns, int edges) {
        if (edges > 2 && columns.size() > 1) {
            lines.line(" All parties, one column each:");
            lines.line("");
            print(lines, columns);
            lines.line("");
        }
    }

    static void print(Lines lines, List<Column> columns) {
        ScenarioTable table = new ScenarioTable(lines, columns);
        table.plan();
        for (int from = 0; from < columns.size(); from += COLUMNS_ABREAST) {
            if (from > 0) {
                lines.line("");
            }
            table.group(from, Math.min(columns.size(), from + COLUMNS_ABREAST));
        }
    }

    private void plan() {
        for (int i = 0; i < columns.size(); i++) {
            for (Party edge : columns.get(i).edges()) {
                if (!NatureWords.isYetToCome(edge)) {
                    steps.add(new Step(i, NatureWords.hold(edge)));
                }
            }
        }
        for (int i = 1; i <= columns.size(); i++) {
            int column = i % columns.size();
            steps.add(new Step(column, NatureWords.want(columns.get(column).last())));
        }
        for (int i = 0; i < columns.size(); i++) {
            for (Party edge : columns.get(i).edges()) {
                if (NatureWords.isYetToCome(edge)) {
                    steps.add(new Step(i, NatureWords.hold(edge)));
                }
            }
        }
    }

    private void group(int from, int to) {
        int[] starts = starts(from, to);
        StringBuilder names = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = from; i < to; i++) {
            String thread = columns.get(i).thread();
            names.append(" ".repeat(starts[i - from] - names.length())).append(thread);
            rule.append(" ".repeat(starts[i - from] - rule.length())).append("-".repeat(thread.length()));
        }
        lines.line(names.toString());
        lines.line(rule.toString());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.column >= from && step.column < to) {
                String number = (i < 9 ? "   " : "  ") + (i + 1);
                lines.line(number + " ".repeat(starts[step.column - from] - number.length()) + step.row);
            }
        }
    }

    private int[] starts(int from, int to) {
        int[] starts = new int[to - from];
        int start = 7;
        for (int i = from; i < to; i++) {
            starts[i - from] = start;
            int width = columns.get(i).thread().length();
            for (Step step : steps) {
                width = step.column == i ? Math.max(width, step.row.length()) : width;
            }
            start += width + GAP;
        }
        return starts;
    }

    private record Step(int column, String row) {}
}
