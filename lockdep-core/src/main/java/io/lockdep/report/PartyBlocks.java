package io.lockdep.report;

import java.util.List;

/** The whole cycle, one block per party: what it holds and what it wants, with the stacks of both. */
final class PartyBlocks {

    private static final String STACK = "         ";

    private final Lines lines;
    private List<String> above = List.of();

    private PartyBlocks(Lines lines) {
        this.lines = lines;
    }

    static void print(Lines lines, List<Column> columns) {
        PartyBlocks blocks = new PartyBlocks(lines);
        if (!columns.isEmpty()) {
            lines.line("");
            lines.line("the whole cycle, one block per party:");
        }
        for (Column column : columns) {
            blocks.block(column);
        }
    }

    private void block(Column column) {
        Party last = column.last();
        above = List.of();
        lines.line("");
        lines.line(" " + column.thread() + (last.timed() ? " (gives up after a while)" : ""));
        List<String> taken = List.of();
        for (Party edge : column.edges()) {
            lines.line("   " + NatureWords.holds(edge));
            boolean known = !edge.holdStack().isEmpty();
            stack(known ? edge.holdStack() : taken);
            // Seen twice: when it was taken, and when the next one was.
            if (known && !taken.isEmpty() && !taken.equals(edge.holdStack())) {
                lines.line("     taken before at:");
                stack(taken);
            }
            taken = edge.waitStack();
        }
        lines.line("   " + NatureWords.wants(last));
        stack(last.waitStack());
    }

    private void stack(List<String> frames) {
        int common = commonCallers(above, frames);
        lines.stack(frames.subList(0, frames.size() - common), STACK);
        if (common > 0) {
            lines.line(STACK + "... " + common + " more as above");
        }
        above = frames;
    }

    // The first frame of a hold stack differs by its line; its callers are normally the callers of both.
    private static int commonCallers(List<String> above, List<String> frames) {
        int common = 0;
        while (common < above.size() - 1
                && common < frames.size() - 1
                && above.get(above.size() - 1 - common).equals(frames.get(frames.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
