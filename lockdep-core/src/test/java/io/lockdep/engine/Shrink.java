package io.lockdep.engine;

import java.util.function.Predicate;

/** Cuts steps out of a history that fails until every step that is left is needed, so that a failure can be read. */
final class Shrink {

    private Shrink() {}

    static History smallest(History failing, Predicate<History> fails) {
        History best = failing;
        for (int size = best.steps().size() / 2; size > 0; ) {
            History smaller = cut(best, size, fails);
            size = smaller.equals(best)
                    ? size / 2
                    : Math.min(size, smaller.steps().size());
            best = smaller;
        }
        return best;
    }

    private static History cut(History failing, int size, Predicate<History> fails) {
        for (int from = 0; from + size <= failing.steps().size(); from++) {
            History candidate = failing.without(from, from + size);
            if (fails.test(candidate)) {
                return candidate;
            }
        }
        return failing;
    }
}
