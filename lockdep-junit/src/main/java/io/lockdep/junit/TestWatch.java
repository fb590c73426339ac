package io.lockdep.junit;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import io.lockdep.Subscription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is found while one test runs, by its thread and those that it starts.
 *
 * <p>Threads that belong to no test, such as those of a shared pool, count for every test that is watched at that moment:
 * a finding may fail one test too many where tests run in parallel, but it is never missed.
 */
final class TestWatch {

    private static final InheritableThreadLocal<@Nullable TestWatch> OF_THREAD = new InheritableThreadLocal<>();

    private final List<Expectation> expectations;
    // Findings come inside lock hooks, so they are kept without a lock.
    private final Queue<Finding> found = new ConcurrentLinkedQueue<>();
    private final Subscription listening;
    private final Subscription expecting;
    private volatile boolean ended;

    private TestWatch(List<Expectation> expectations) {
        this.expectations = expectations;
        listening = Lockdep.onFinding(this::hear);
        expecting = expectations.isEmpty() ? () -> {} : Lockdep.expectFindings(this::expects);
    }

    /** Starts to watch for the test that this thread runs. */
    static TestWatch start(List<Expectation> expectations) {
        TestWatch watch = new TestWatch(expectations);
        OF_THREAD.set(watch);
        return watch;
    }

    /** {@return what was found and not expected; of what was found again with better evidence, the better one} */
    List<Finding> end() {
        listening.close();
        expecting.close();
        ended = true;
        if (OF_THREAD.get() == this) {
            OF_THREAD.remove();
        }
        Map<String, Finding> best = new LinkedHashMap<>();
        for (Finding finding : found) {
            best.put(finding.fingerprint(), finding);
        }
        found.clear();
        return List.copyOf(best.values());
    }

    private void hear(Finding finding) {
        if (isMine()) {
            found.add(finding);
        }
    }

    private boolean expects(Finding finding) {
        boolean expected = false;
        if (isMine()) {
            for (Expectation expectation : expectations) {
                expected |= expectation.accepts(finding);
            }
        }
        return expected;
    }

    private boolean isMine() {
        TestWatch own = OF_THREAD.get();
        return own == null || own.ended || own == this;
    }
}
