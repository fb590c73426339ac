package io.lockdep.agent;

import java.util.List;

/** Finds what somebody meant to type. */
public final class Spelling {

    private Spelling() {}

    /** {@return the candidate that takes the fewest edits, the first of equals} */
    public static String nearest(String typed, List<String> candidates) {
        String best = candidates.get(0);
        for (String candidate : candidates) {
            if (distance(typed, candidate) < distance(typed, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** {@return how many characters must be inserted, deleted or replaced to turn one text into the other} */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
