package io.lockdep.differential;

import java.io.PrintStream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes a line per test as it ends, so that a run that is cut has all before: its id, a tab, how it ended. Of a failure
 * with the classes and messages of its exception and of the causes.
 */
final class OutcomeWriter implements TestExecutionListener {

    private final PrintStream out;
    private boolean allPassed = true;

    OutcomeWriter(PrintStream out) {
        this.out = out;
    }

    synchronized boolean allPassed() {
        return allPassed;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        // What makes a test skipped may be said with a time or a path; that it is, is enough.
        write(test, "skipped");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        // A container counts only if it failed itself, as in its set-up.
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            write(
                    test,
                    result.getStatus() + result.getThrowable().map(Thrown::text).orElse(""));
        }
    }

    private synchronized void write(TestIdentifier test, String outcome) {
        allPassed &= !outcome.startsWith("FAILED");
        out.println(Text.line(test.getUniqueId()) + '\t' + Text.line(outcome));
    }
}
