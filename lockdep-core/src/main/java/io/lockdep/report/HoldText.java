package io.lockdep.report;

/**
 * A thread that holds, or does not hold, what it should: {@code print_unlock_imbalance_bug}, {@code print_held_locks_bug},
 * {@code print_freed_lock_bug}, {@code print_lock_nested_lock_not_held}, and assertions, for which the kernel has a
 * warning without a layout.
 */
final class HoldText {

    private HoldText() {}

    static void print(Lines lines, Report report) {
        switch (report.kind()) {
            case BAD_UNLOCK -> badUnlock(lines, report);
            case HELD_LOCK_REINIT -> reinit(lines, report);
            case NEST_LOCK_NOT_HELD -> notNested(lines, report);
            case ASSERTION -> assertion(lines, report);
            default -> lines.factsIfAny();
        }
        lines.held();
        lines.backtrace();
    }

    private static void badUnlock(Lines lines, Report report) {
        lines.line(report.thread() + " is trying to release lock ("
                + report.wanted().lockClass() + ") at:");
        lines.line(report.wanted().at());
        lines.line("but there are no more locks to release!");
        lines.line("");
        lines.line("other info that might help us debug this:");
        lines.facts(" ");
    }

    private static void reinit(Lines lines, Report report) {
        lines.line(report.thread() + " is giving up a lock that is still held:");
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        lines.factsIfAny();
    }

    private static void notNested(Lines lines, Report report) {
        HeldEntry missing = report.conflicting();
        lines.line(report.thread() + " is trying to lock:");
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        if (missing != null) {
            lines.line("but this task is not holding:");
            lines.line(missing.lockClass());
            lines.line("");
        }
        lines.line("other info that might help us debug this:");
        lines.facts(" ");
    }

    private static void assertion(Lines lines, Report report) {
        HeldEntry other = report.conflicting();
        lines.line(report.thread() + " breaks what the program says of lock:");
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        if (other != null) {
            lines.line("but task is already holding lock:");
            lines.line(Lines.item(other));
            lines.line("");
        }
        lines.line("other info that might help us debug this:");
        lines.facts(" ");
    }
}
