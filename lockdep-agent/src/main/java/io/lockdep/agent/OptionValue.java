package io.lockdep.agent;

import io.lockdep.agent.report.ReportFormat;
import java.util.Arrays;
import java.util.List;

/** Which values an option may have, and what is said of others. */
final class OptionValue {

    private static final int MAX_NUMBER = 16_000_000;
    private static final int MAX_STATUS = 255;

    private OptionValue() {}

    static void check(Option option, String value) throws OptionException {
        switch (option.values) {
            case "count", "frames" -> number(option, value, 1, MAX_NUMBER);
            case "seconds" -> number(option, value, 0, MAX_NUMBER);
            case "status" -> number(option, value, 1, MAX_STATUS);
            case "formats" -> list(option, value, ReportFormat.ids());
            case "path", "patterns", "kinds" -> {}
            default -> word(option, value);
        }
    }

    /** {@return the words of a list; commas separate them too, where an option may contain some} */
    static List<String> words(String value) {
        return value.isEmpty() ? List.of() : List.copyOf(Arrays.asList(value.split("\\s*[:,]\\s*", -1)));
    }

    /** Refuses a list with a word that is none of those known. */
    static void list(Option option, String value, List<String> known) throws OptionException {
        for (String word : words(value)) {
            if (!known.contains(word)) {
                throw new OptionException(option.key + "=" + value + ": '" + word + "' is none of its " + option.values
                        + "; did you mean '" + Spelling.nearest(word, known) + "'?");
            }
        }
    }

    private static void word(Option option, String value) throws OptionException {
        List<String> known = Arrays.asList(option.values.split("\\|", -1));
        if (known.contains(value)) {
            return;
        }
        String cure = known.size() == 2
                ? "; write " + option.key + "=" + known.get(0) + " or " + option.key + "=" + known.get(1)
                : "; did you mean " + option.key + "=" + Spelling.nearest(value, known) + "? (" + option.values + ")";
        throw new OptionException(option.key + "=" + value + " is not a value" + cure);
    }

    private static void number(Option option, String value, int least, int most) throws OptionException {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number out of range.
        }
        throw new OptionException(option.key + "=" + value + " is not a value; write a number from " + least + " to "
                + most + " (" + option.values + ")");
    }
}
