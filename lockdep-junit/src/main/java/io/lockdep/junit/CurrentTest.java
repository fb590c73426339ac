package io.lockdep.junit;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Names the running test in reports, and says at the end which tests closed a cycle.
 *
 * <p>Found by the JUnit Platform through {@code META-INF/services} without any configuration: having this jar on the test
 * class path is enough. Public only because the service loader needs it. Called by the launcher's thread; tests that run
 * in parallel overwrite each other's name, and the last one started stands in the report.
 */
public final class CurrentTest implements TestExecutionListener {

    private int before;

    /** Made by the service loader. */
    public CurrentTest() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        before = Lockdep.findings().size();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            Lockdep.currentTest(nameOf(test));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            Lockdep.currentTest(null);
        }
    }

    // Standard error: a fork's standard output belongs to the build tool.
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        List<Finding> all = Lockdep.findings();
        for (Finding finding : all.subList(Math.min(before, all.size()), all.size())) {
            if (finding.grade().equals("low")) {
                continue;
            }
            String test = finding.test();
            System.err.println(
                    "lockdep: " + finding.grade() + ": " + finding.message() + (test == null ? "" : " [" + test + "]"));
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
