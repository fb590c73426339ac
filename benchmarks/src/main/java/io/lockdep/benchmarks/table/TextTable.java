package io.lockdep.benchmarks.table;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: aligned for a terminal, or as Markdown. The first column is text, the others are numbers. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param columns their headings
     */
    public TextTable(String... columns) {
        rows.add(List.of(columns));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells, not " + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    /** {@return the table for a terminal} */
    public String text() {
        return format("", "  ", "", "-", "  ");
    }

    /** {@return the table as Markdown} */
    public String markdown() {
        return format("| ", " | ", " |", "-", " | ");
    }

    private String format(String left, String between, String right, String line, String lineBetween) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            append(text, row, widths, left, between, right);
            if (row == rows.get(0)) {
                List<String> rule = new ArrayList<>();
                for (int i = 0; i < widths.length; i++) {
                    boolean number = i > 0 && !left.isEmpty();
                    rule.add(line.repeat(number ? widths[i] - 1 : widths[i]) + (number ? ":" : ""));
                }
                append(text, rule, widths, left, lineBetween, right);
            }
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, List<String> row, int[] widths, String left, String between, String right) {
        text.append(left);
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            text.append(i == 0 ? "" : between).append(i == 0 ? row.get(i) + padding : padding + row.get(i));
        }
        text.append(right).append('\n');
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.max(3, row.get(i).length()));
            }
        }
        return widths;
    }
}
