package io.lockdep.report;

import java.util.List;

/**
 * A thread that takes a lock of a class, or the very lock, that it holds already; {@code print_deadlock_bug}.
 *
 * <p>The facts, such as what a comparison function says, stand where the kernel has that.
 */
final class RecursionText {

    private RecursionText() {}

    static void print(Lines lines, Report report) {
        HeldEntry held = report.conflicting();
        HeldEntry wanted = report.wanted();
        List<Party> cycle = report.cycle();
        Nature nature = cycle.isEmpty() ? Nature.LOCK : cycle.get(0).wantsNature();
        lines.line(report.thread() + NatureWords.isTrying(nature));
        lines.line(Lines.item(wanted));
        lines.line("");
        if (held != null) {
            lines.line(NatureWords.isHolding(nature));
            lines.line(Lines.item(held));
        }
        lines.facts("");
        lines.line("");
        lines.line("other info that might help us debug this:");
        lines.line(" Possible unsafe locking scenario:");
        lines.line("");
        Scenario.head(lines, report.thread());
        if (held != null) {
            Scenario.left(lines, NatureWords.hold(nature, held.mode(), held.lockClass()));
        }
        Scenario.left(lines, NatureWords.want(nature, wanted.mode(), wanted.lockClass()));
        Scenario.deadlock(lines);
        if (report.kind() == ReportKind.RECURSIVE) {
            lines.line(" May be due to missing lock nesting notation");
            lines.line("");
        }
        lines.held();
        lines.backtrace();
    }
}
