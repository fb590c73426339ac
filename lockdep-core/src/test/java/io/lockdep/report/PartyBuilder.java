package io.lockdep.report;

import java.util.List;

/** One edge of a ring for a test, as a sentence: {@code party("t/1").holds(...).wants(...)}. */
final class PartyBuilder {

    private final String thread;
    private final int column;
    private String holds = "";
    private Nature holdsNature = Nature.LOCK;
    private String holdMode = "W";
    private List<String> holdStack = List.of();
    private boolean timed;

    private PartyBuilder(String thread, int column) {
        this.thread = thread;
        this.column = column;
    }

    static PartyBuilder party(int column, String thread) {
        return new PartyBuilder(thread, column);
    }

    PartyBuilder timed() {
        timed = true;
        return this;
    }

    PartyBuilder holds(String name, String... frames) {
        return holds(Nature.LOCK, "W", name, frames);
    }

    PartyBuilder holds(Nature nature, String mode, String name, String... frames) {
        holds = name;
        holdsNature = nature;
        holdMode = mode;
        holdStack = ReportBuilder.stack(frames);
        return this;
    }

    Party wants(String name, String... frames) {
        return wants(Nature.LOCK, "W", name, frames);
    }

    Party wants(Nature nature, String mode, String name, String... frames) {
        return new Party(
                holds,
                holdsNature,
                holdMode,
                name,
                nature,
                mode,
                HeldEntry.PLAIN,
                timed,
                thread,
                column,
                holdStack,
                ReportBuilder.stack(frames));
    }
}
