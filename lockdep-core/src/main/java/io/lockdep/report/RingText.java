package io.lockdep.report;

import java.util.List;

/**
 * A ring of locks, or of what else threads wait for; {@code print_circular_bug}.
 *
 * <p>The kernel calls everything a lock. So does a {@code circular} report; the other kinds say what it is.
 */
final class RingText {

    private final Lines lines;
    private final Report report;
    private final List<Column> columns;

    private RingText(Lines lines, Report report, List<Column> columns) {
        this.lines = lines;
        this.report = report;
        this.columns = columns;
    }

    static void print(Lines lines, Report report, List<Column> columns) {
        new RingText(lines, report, columns).print();
    }

    private void print() {
        attempt();
        if (report.cycle().size() > 1) {
            dependencies();
        }
        lines.otherInfo();
        if (!columns.isEmpty()) {
            scenario();
        }
        ScenarioTable.beside(lines, columns, report.cycle().size());
        lines.held();
        lines.backtrace();
    }

    private void attempt() {
        List<Party> cycle = report.cycle();
        Nature wants =
                cycle.isEmpty() ? Nature.LOCK : inKernelsWords(cycle.get(0).wantsNature());
        Nature holds =
                cycle.isEmpty() ? Nature.LOCK : inKernelsWords(cycle.get(0).holdsNature());
        lines.line(report.thread() + NatureWords.isTrying(wants));
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        HeldEntry held = report.conflicting();
        if (held != null) {
            lines.line(NatureWords.isHolding(holds));
            lines.line(Lines.item(held));
            lines.line("");
        }
        if (cycle.size() > 1) {
            boolean locks = wants == Nature.LOCK && holds == Nature.LOCK;
            lines.line(
                    locks
                            ? "which lock already depends on the new lock."
                            : "which already depends on what is waited for.");
            lines.line("");
            lines.line("");
        }
    }

    private Nature inKernelsWords(Nature nature) {
        return report.kind() == ReportKind.CIRCULAR && nature == Nature.MAP ? Nature.LOCK : nature;
    }

    private void dependencies() {
        lines.line("the existing dependency chain (in reverse order) is:");
        for (int k = report.cycle().size() - 1; k >= 0; k--) {
            Party party = report.cycle().get(k);
            lines.line("");
            lines.line("-> #" + k + " " + lines.item(party.wants()) + ":");
            lines.stack(party.waitStack(), Lines.STACK);
        }
        lines.line("");
    }

    // The kernel's own summary: two threads and at most three names, whatever the length of the ring.
    private void scenario() {
        Column closing = columns.get(0);
        Column last = columns.get(columns.size() - 1);
        Party held = closing.first();
        Party wanted = closing.last();
        Party other = last.last();
        if (columns.size() > 2 || last.edges().size() > 1) {
            lines.line("Chain exists of:");
            lines.line("  " + wanted.wants() + " --> " + other.holds() + " --> " + other.wants());
            lines.line("");
        }
        lines.line(" Possible unsafe locking scenario:");
        lines.line("");
        // A thread that is a ring alone hangs when others do as it does.
        Scenario.heads(lines, wanted.thread(), columns.size() == 1 ? "another like it" : other.thread());
        if (!NatureWords.isYetToCome(held)) {
            Scenario.left(lines, NatureWords.hold(held));
        }
        if (!NatureWords.isYetToCome(other)) {
            Scenario.right(lines, NatureWords.hold(other));
        }
        Scenario.right(lines, NatureWords.want(other));
        Scenario.left(lines, NatureWords.want(wanted));
        if (NatureWords.isYetToCome(held)) {
            Scenario.left(lines, NatureWords.hold(held));
        }
        if (NatureWords.isYetToCome(other)) {
            Scenario.right(lines, NatureWords.hold(other));
        }
        Scenario.deadlock(lines);
    }
}
