package io.lockdep.report;

import java.util.List;

/**
 * The report a person reads: the layout of the kernel's lockdep, section for section, with threads for CPUs, followed
 * by what the kernel leaves out (every edge with both stacks, the grade and its reason, what else a hang needs).
 *
 * <p>Source of the layout: {@code kernel/locking/lockdep.c} of Linux 6.12; the class of each family of kinds names the
 * functions it follows. What runs here runs inside lock hooks: a {@link StringBuilder} and nothing that links late.
 */
public final class KernelText {

    private KernelText() {}

    /**
     * Formats a report.
     *
     * @param report the finding
     * @return the text, lines ended by {@code \n}, starting with a blank line
     */
    public static String format(Report report) {
        Lines lines = new Lines(report);
        List<Column> columns = Column.of(report.cycle());
        header(lines, report);
        switch (report.kind()) {
            case CIRCULAR, RESOURCE, STARVATION, LOST_SIGNAL -> RingText.print(lines, report, columns);
            case RECURSIVE, SELF_DEADLOCK -> RecursionText.print(lines, report);
            case INCONSISTENT_CONTEXT -> UsageText.print(lines, report, columns);
            case CONTEXT_INVERSION -> InversionText.print(lines, report, columns);
            case WAIT_CONTEXT -> WaitContextText.print(lines, report);
            case BAD_UNLOCK, HELD_AT_EXIT, HELD_LOCK_REINIT, NEST_LOCK_NOT_HELD, ASSERTION ->
                HoldText.print(lines, report);
            case STALL, ACTUAL_DEADLOCK -> WaitText.print(lines, report, columns);
        }
        PartyBlocks.print(lines, columns);
        BystanderBlocks.print(lines, report);
        footer(lines, report);
        return lines.toString();
    }

    private static void header(Lines lines, Report report) {
        String title = report.kind() == ReportKind.WAIT_CONTEXT
                ? "[ BUG: " + report.title() + " ]"
                : "WARNING: " + report.title();
        String test = report.test();
        lines.line("");
        lines.line("=".repeat(title.length()));
        lines.line(title);
        lines.line(report.jvm() + (test == null ? "" : " [" + test + "]"));
        lines.line("-".repeat(title.length()));
    }

    private static void footer(Lines lines, Report report) {
        lines.line("");
        lines.line("grade:       " + report.grade().id() + ": " + report.reason());
        for (String need : report.needs()) {
            lines.line("a hang needs " + need);
        }
        for (String limit : report.scene().limits()) {
            lines.line("incomplete:  " + limit);
        }
        if (report.siblingOf() != null) {
            lines.line("sibling of:  " + report.siblingOf() + " (closed by the same acquisition)");
        }
        lines.line("fingerprint: " + report.fingerprint());
        lines.line("suppress:    " + report.suppression());
        lines.line("explained:   " + report.kind().page());
    }
}
