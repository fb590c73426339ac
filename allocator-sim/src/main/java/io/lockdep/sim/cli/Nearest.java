package io.lockdep.sim.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the name that somebody may have meant.
 */
final class Nearest {

    private Nearest() {}

    /** The name that takes the fewest changed, added or removed letters; the first of several. */
    static String to(String typed, List<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    /** Levenshtein's edit distance, one row at a time. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
