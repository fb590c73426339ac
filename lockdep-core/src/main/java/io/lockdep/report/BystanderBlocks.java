package io.lockdep.report;

import java.util.List;

/** Other threads as they are at the moment of the report: what each does, holds, and where it is. */
final class BystanderBlocks {

    private BystanderBlocks() {}

    static void print(Lines lines, List<Bystander> others) {
        if (!others.isEmpty()) {
            lines.line("");
            lines.line("other threads, as they are now:");
        }
        for (Bystander other : others) {
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
