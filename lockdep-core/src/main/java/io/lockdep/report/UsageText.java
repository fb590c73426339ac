package io.lockdep.report;

import java.util.List;

/** One lock that a context takes, and that is held where the context can come in; {@code print_usage_bug}. */
final class UsageText {

    private UsageText() {}

    static void print(Lines lines, Report report, List<Column> columns) {
        ContextRing ring = ContextRing.of(report.cycle());
        if (ring == null || !ring.between().isEmpty()) {
            InversionText.print(lines, report, columns);
            return;
        }
        boolean closedInside = report.cycle().get(0).holdsNature() == Nature.CONTEXT;
        String before = closedInside ? ring.outsideState() : ring.insideState();
        String now = closedInside ? ring.insideState() : ring.outsideState();
        HeldEntry lock = lines.entryOf(ring.safe());
        lines.line("inconsistent {" + before + "} -> {" + now + "} usage.");
        lines.line(report.thread() + " takes:");
        lines.line(Lines.item(lock == null ? report.wanted() : lock));
        lines.line("{" + before + "} state was registered at:");
        lines.stack(closedInside ? ring.outsideStack() : ring.inside().waitStack(), Lines.STACK);
        lines.line("");
        lines.line("other info that might help us debug this:");
        lines.facts(" ");
        lines.line(" Possible unsafe locking scenario:");
        lines.line("");
        Scenario.head(lines, ring.outside().thread());
        Scenario.left(lines, NatureWords.hold(ring.outside()));
        Scenario.left(lines, NatureWords.hold(ring.inside()));
        Scenario.left(lines, "  " + NatureWords.want(ring.inside()));
        Scenario.deadlock(lines);
        lines.held();
        lines.backtrace();
    }
}
