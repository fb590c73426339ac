package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A path from a lock that a context takes to a lock that is held where the context can come in: closed by a new use of
 * one of them ({@code print_irq_inversion_bug}), or by a new order between two locks ({@code print_bad_irq_dependency}).
 */
final class InversionText {

    private final Lines lines;
    private final Report report;
    private final ContextRing ring;

    private InversionText(Lines lines, Report report, ContextRing ring) {
        this.lines = lines;
        this.report = report;
        this.ring = ring;
    }

    static void print(Lines lines, Report report, List<Column> columns) {
        ContextRing ring = ContextRing.of(report.cycle());
        if (ring == null || ring.between().isEmpty()) {
            RingText.print(lines, report, columns);
            return;
        }
        InversionText text = new InversionText(lines, report, ring);
        if (ring.closing() < 0) {
            text.newUse();
        } else {
            text.newOrder();
        }
        lines.backtrace();
    }

    private void newUse() {
        boolean inside = report.cycle().get(0).holdsNature() == Nature.CONTEXT;
        String lock = inside ? ring.safe() : ring.unsafe();
        HeldEntry entry = lines.entryOf(lock);
        lines.line(report.thread() + " just changed the state of lock:");
        lines.line(Lines.item(entry == null ? report.wanted() : entry));
        lines.line(
                inside
                        ? "but this lock took another, " + ring.tag() + "-unsafe lock in the past:"
                        : "but this lock was taken by another, " + ring.tag() + "-safe lock in the past:");
        lines.line(" " + lines.item(inside ? ring.unsafe() : ring.safe()));
        lines.line("");
        lines.line("and " + ring.context() + " could create inverse lock ordering between them.");
        lines.line("");
        lines.line("");
        scenario();
        lines.line("");
        lines.line("the shortest dependencies between 2nd lock and 1st lock:");
        path(0, ring.between().size());
    }

    private void newOrder() {
        Party closing = ring.between().get(ring.closing());
        HeldEntry held = report.conflicting();
        lines.line(report.thread() + " is trying to acquire:");
        lines.line(Lines.item(report.wanted()));
        lines.line("");
        if (held != null) {
            lines.line("and this task is already holding:");
            lines.line(Lines.item(held));
        }
        lines.line("which would create a new lock dependency:");
        lines.line(" " + lines.item(closing.holds()) + " -> " + lines.item(closing.wants()));
        lines.line("");
        lines.line("but this new dependency connects a " + ring.tag() + "-safe lock:");
        lines.line(" " + lines.item(ring.safe()));
        lines.line("");
        lines.line("... which became " + ring.tag() + "-safe at:");
        lines.stack(ring.inside().waitStack(), Lines.STACK);
        lines.line("");
        lines.line("to a " + ring.tag() + "-unsafe lock:");
        lines.line(" " + lines.item(ring.unsafe()));
        lines.line("");
        lines.line("... which became " + ring.tag() + "-unsafe at:");
        lines.stack(ring.outsideStack(), Lines.STACK);
        lines.line("");
        scenario();
        lines.line("");
        lines.line("the dependencies between " + ring.tag() + "-safe lock and the holding lock:");
        path(0, ring.closing());
        lines.line("");
        lines.line("the dependencies between the lock to be acquired and " + ring.tag() + "-unsafe lock:");
        path(ring.closing() + 1, ring.between().size());
    }

    // The holder of the safe lock keeps the context out, or this would be an inconsistent use of that lock alone.
    private void scenario() {
        Party holder = ring.between().get(0);
        lines.otherInfo();
        if (ring.between().size() > 1) {
            lines.line("Chain exists of:");
            lines.line("  " + ring.safe() + " --> " + holder.wants() + " --> " + ring.unsafe());
            lines.line("");
        }
        lines.line(" Possible interrupt unsafe locking scenario:");
        lines.line("");
        Scenario.heads(lines, ring.outside().thread(), holder.thread());
        Scenario.left(lines, NatureWords.hold(ring.outside()));
        Scenario.right(lines, "disable(" + ring.context() + ");");
        Scenario.right(lines, NatureWords.hold(holder));
        Scenario.right(lines, NatureWords.want(holder));
        Scenario.left(lines, NatureWords.hold(ring.inside()));
        Scenario.left(lines, "  " + NatureWords.want(ring.inside()));
        Scenario.deadlock(lines);
        ScenarioTable.beside(lines, columns(), ring.between().size() + 1);
        lines.held();
    }

    // The context comes in on the thread that lets it, whatever thread it was seen on.
    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(List.of(ring.outside(), ring.inside())));
        columns.addAll(Column.of(ring.between()));
        return columns;
    }

    // The locks of the path by number, from 0 for the safe one; each with its states and where it was taken.
    private void path(int from, int to) {
        for (int i = from; i <= to; i++) {
            String indent = " ".repeat(i - from);
            String lock = i == 0 ? ring.safe() : ring.between().get(i - 1).wants();
            boolean hasState = i == 0 || i == ring.between().size();
            lines.line(indent + "-> " + lines.item(lock) + (hasState ? " {" : ""));
            if (i == 0) {
                lines.line(indent + "   " + ring.insideState() + " at:");
                lines.stack(ring.inside().waitStack(), indent + Lines.STACK);
            } else if (hasState) {
                lines.line(indent + "   " + ring.outsideState() + " at:");
                lines.stack(ring.outsideStack(), indent + Lines.STACK);
            }
            if (hasState) {
                lines.line(indent + "}");
            }
            if (i > 0) {
                lines.line(indent + "... acquired at:");
                lines.stack(ring.between().get(i - 1).waitStack(), indent + Lines.STACK);
            }
        }
    }
}
