package io.lockdep.report;

import java.util.List;

/** A thread that waits now: too long, or for ever. The kernel's hung task says as little; the rest is a ring's layout. */
final class WaitText {

    private WaitText() {}

    static void print(Lines lines, Report report, List<Column> columns) {
        HeldEntry held = report.conflicting();
        lines.line(report.thread() + " is waiting for:");
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        if (held != null) {
            lines.line("but task is already holding:");
            lines.line(Lines.item(held));
            lines.line("");
        }
        lines.factsIfAny();
        if (columns.size() > 1) {
            lines.line(" The locking as it is now:");
            lines.line("");
            ScenarioTable.print(lines, columns);
            Scenario.deadlock(lines);
        }
        lines.held();
        lines.backtrace();
    }
}
