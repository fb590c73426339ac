package io.lockdep.junit;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Names the running test in reports, and says at the end which tests closed a cycle.
 *
 * <p>Found by the JUnit Platform through {@code META-INF/services} without any configuration: having this jar on the test
 * class path is enough. Public only because the service loader needs it. A test is the one that the thread works for which
 * found something; of threads that no test started it is the one that runs, or one of those that run in parallel.
 */
public final class CurrentTest implements TestExecutionListener {

    private final Map<String, RunningTest> running = new ConcurrentHashMap<>();
    private int before;

    /** Made by the service loader. */
    public CurrentTest() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Lockdep.currentTestBy(RunningTest::nameOnThisThread);
        before = Lockdep.findings().size();
    }

    // Called by the thread that will run the test.
    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            running.put(test.getUniqueId(), RunningTest.start(nameOf(test)));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        RunningTest ended = running.remove(test.getUniqueId());
        if (ended != null) {
            ended.end();
        }
    }

    // Standard error: a fork's standard output belongs to the build tool.
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        List<Finding> all = Lockdep.findings();
        boolean any = false;
        for (Finding finding : all.subList(Math.min(before, all.size()), all.size())) {
            if (finding.grade().equals("low")) {
                continue;
            }
            any = true;
            String test = finding.test();
            System.err.println(
                    "lockdep: " + finding.grade() + ": " + finding.message() + (test == null ? "" : " [" + test + "]"));
        }
        if (any && FailMode.isInVain()) {
            System.err.println("lockdep: lockdep.fail=test failed no test: a listener cannot. For JUnit Jupiter set"
                    + " junit.jupiter.extensions.autodetection.enabled=true or annotate with @FailOnFinding; other"
                    + " engines cannot, use lockdep.fail=high");
        }
    }

    private static String nameOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getClassName() + "." + test.getDisplayName())
                .orElseGet(test::getDisplayName);
    }
}
