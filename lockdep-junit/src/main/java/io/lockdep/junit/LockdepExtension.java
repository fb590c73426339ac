package io.lockdep.junit;

import io.lockdep.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails tests of JUnit Jupiter by what lockdep finds during them.
 *
 * <p>{@link FailOnFinding} and {@link ExpectFinding} bring it along. For all tests at once let Jupiter find it, by {@code
 * -Djunit.jupiter.extensions.autodetection.enabled=true}, and say {@code -Dlockdep.fail=test}. It does nothing to tests
 * of which neither asks for anything.
 */
public final class LockdepExtension implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(LockdepExtension.class);

    /** Made by Jupiter. */
    public LockdepExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        FailMode.extensionIsHere();
        List<Expectation> expectations = expectations(context);
        if (!expectations.isEmpty() || leastGrade(context) != null) {
            context.getStore(OURS).put(TestWatch.class, new Watched(TestWatch.start(expectations), expectations));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watched watched = context.getStore(OURS).remove(TestWatch.class, Watched.class);
        if (watched == null) {
            return;
        }
        List<Finding> found = watched.watch.end();
        FindingGrade least = leastGrade(context);
        StringBuilder wrong = new StringBuilder();
        for (Finding finding : found) {
            if (least != null && least.isReachedBy(finding)) {
                wrong.append(wrong.length() == 0 ? "lockdep: " : "\nlockdep: ")
                        .append(finding.message())
                        .append(finding.text());
            }
        }
        // A test that failed by itself may not have come far enough.
        if (context.getExecutionException().isEmpty()) {
            for (Expectation expectation : watched.expectations) {
                if (!expectation.isMet()) {
                    wrong.append(wrong.length() == 0 ? "" : "\n")
                            .append("lockdep: the test expects a finding and there was none: ")
                            .append(expectation);
                    found.forEach(finding -> wrong.append("; there was ").append(finding.message()));
                }
            }
        }
        if (wrong.length() > 0) {
            throw new AssertionError(wrong.toString());
        }
    }

    private static List<Expectation> expectations(ExtensionContext context) {
        List<Expectation> expectations = new ArrayList<>();
        for (ExpectFinding expected :
                AnnotationSupport.findRepeatableAnnotations(context.getElement(), ExpectFinding.class)) {
            expectations.add(new Expectation(expected));
        }
        return expectations;
    }

    // The nearest annotation: of the method, its class, the classes around it; else what is said for all tests.
    private static @Nullable FindingGrade leastGrade(ExtensionContext context) {
        Optional<FailOnFinding> nearest =
                AnnotationSupport.findAnnotation(context.getTestMethod(), FailOnFinding.class);
        Class<?> type = context.getRequiredTestClass();
        while (nearest.isEmpty() && type != null) {
            nearest = AnnotationSupport.findAnnotation(type, FailOnFinding.class);
            type = type.getEnclosingClass();
        }
        if (nearest.isPresent()) {
            return nearest.get().grade();
        }
        return FailMode.isTest() ? FindingGrade.MEDIUM : null;
    }

    private record Watched(TestWatch watch, List<Expectation> expectations) {}
}
