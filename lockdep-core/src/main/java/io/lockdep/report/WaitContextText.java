package io.lockdep.report;

/**
 * A lock that may sleep, taken where nobody may; {@code print_lock_invalid_wait_context}.
 *
 * <p>The first fact is the wait type of the context that the thread is in, as the kernel writes it.
 */
final class WaitContextText {

    private WaitContextText() {}

    static void print(Lines lines, Report report) {
        lines.line(report.thread() + " is trying to lock:");
        lines.line(Lines.item(report.wanted()));
        lines.line("other info that might help us debug this:");
        lines.facts("");
        lines.held();
        lines.backtrace();
    }
}
