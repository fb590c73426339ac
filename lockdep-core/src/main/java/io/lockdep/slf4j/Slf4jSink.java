package io.lockdep.slf4j;

import io.lockdep.report.ErrorStream;
import io.lockdep.report.Grade;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Logs findings under {@code io.lockdep}: {@code low} at debug, all others at warn; on standard error if SLF4J has no
 * provider.
 *
 * <p>Only for use without an agent: a logging framework takes locks, so it may not run inside the agent's hooks.
 */
public final class Slf4jSink implements ReportSink {

    private static final Logger LOG = LoggerFactory.getLogger("io.lockdep");

    /** Whether SLF4J has nobody to pass a finding on to. */
    private static final boolean NOBODY_LISTENS = LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;

    private final ErrorStream instead = new ErrorStream();

    /** Made by the service loader. */
    public Slf4jSink() {}

    @Override
    public void accept(Report report) {
        if (NOBODY_LISTENS) {
            instead.accept(report);
        } else if (report.grade() == Grade.LOW) {
            LOG.debug("{}", KernelText.format(report));
        } else {
            LOG.warn("{}", KernelText.format(report));
        }
    }
}
