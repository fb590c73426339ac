package io.lockdep.locks;

import io.lockdep.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what is found of the locks that have this policy, so that a test can look at it.
 *
 * <p>Thread-safe. Made by {@link Policy#collecting}.
 */
public final class CollectingPolicy implements Policy {

    private static final List<String> GRADES = List.of("low", "medium", "high", "actual");

    private final Map<String, Finding> found = new LinkedHashMap<>();

    CollectingPolicy() {}

    @Override
    public synchronized void violated(Finding finding) {
        Finding known = found.get(finding.fingerprint());
        if (known == null || rank(known) < rank(finding)) {
            found.put(finding.fingerprint(), finding);
        }
    }

    private static int rank(Finding finding) {
        return GRADES.indexOf(finding.grade());
    }

    /** {@return every distinct finding so far, in order, with the best grade that it has had} */
    public synchronized List<Finding> found() {
        return List.copyOf(found.values());
    }
}
