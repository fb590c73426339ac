package io.lockdep.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A program's runs, side by side.
 *
 * @param program which
 * @param plain the runs without the agent, two at least
 * @param watched the one with it
 */
record Comparison(Program program, List<Result> plain, Result watched) {

    /** Returns the tests that do not always end the same way without the agent either. They say nothing. */
    Set<String> unstable() {
        Set<String> unstable = new TreeSet<>();
        for (String test : tests()) {
            if (plain.stream().map(run -> run.outcomes().get(test)).distinct().count() > 1) {
                unstable.add(test);
            }
        }
        return unstable;
    }

    /** Returns what is not the same with the agent, in words; nothing if all is. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (plain.stream().noneMatch(run -> run.end().equals(watched.end()))) {
            differences.add(plain.get(0).end() + " without, " + watched.end() + " with");
        }
        if (compared() == 0) {
            differences.add("nothing was compared");
        }
        Set<String> unstable = unstable();
        for (String test : tests()) {
            String without = plain.get(0).outcomes().get(test);
            String with = watched.outcomes().get(test);
            if (!unstable.contains(test) && !Objects.equals(without, with)) {
                differences.add(test + "\n      without: " + without + "\n      with:    " + with);
            }
        }
        return differences;
    }

    /** Returns how many outcomes were compared. */
    int compared() {
        return tests().size() - unstable().size();
    }

    /** Returns how many of the compared tests fail without the agent, and so must fail with it. */
    long failing() {
        Set<String> unstable = unstable();
        return plain.get(0).outcomes().entrySet().stream()
                .filter(test -> !unstable.contains(test.getKey()))
                .filter(test -> test.getValue().startsWith("FAILED"))
                .count();
    }

    private Set<String> tests() {
        Set<String> tests = new TreeSet<>(watched.outcomes().keySet());
        plain.forEach(run -> tests.addAll(run.outcomes().keySet()));
        return tests;
    }
}
