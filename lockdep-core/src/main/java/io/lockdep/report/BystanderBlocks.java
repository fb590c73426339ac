package io.lockdep.report;

/** Other threads as they are at the moment of the report: what each does, holds, and where it is. */
final class BystanderBlocks {

    private BystanderBlocks() {}

    // The thread that is reported has been shown in full.
    static void print(Lines lines, Report report) {
        boolean first = true;
        for (Bystander other : report.others()) {
            if (other.thread().equals(report.thread())) {
                continue;
            }
            if (first) {
                lines.line("");
                lines.line("other threads, as they are now:");
                first = false;
            }
            String who = " " + other.thread() + " (" + other.state() + ") holds";
            lines.line("");
            lines.line(other.held().isEmpty() ? who + " nothing" : who + ":");
            for (int i = 0; i < other.held().size(); i++) {
                lines.line("   #" + i + ": " + Lines.item(other.held().get(i)));
            }
            if (!other.stack().isEmpty()) {
                lines.line("   at:");
                lines.stack(other.stack(), "         ");
            }
        }
    }
}
