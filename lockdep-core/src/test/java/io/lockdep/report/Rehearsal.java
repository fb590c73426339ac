package io.lockdep.report;

import java.util.List;

/** Writes reports in every form: plain ones, as the agent does when it starts, and those of a program. */
public final class Rehearsal {

    private Rehearsal() {}

    /** Writes one report of every kind that says as little as a report can. */
    public static void plain() {
        HeldEntry lock = new HeldEntry("instance", "class", "W", HeldEntry.PLAIN, "place");
        Party party = new Party(
                "class",
                Nature.LOCK,
                "W",
                "class",
                Nature.LOCK,
                "W",
                HeldEntry.PLAIN,
                false,
                "thread",
                0,
                List.of("frame"),
                List.of());
        Bystander other = new Bystander("thread", "state", List.of(lock), List.of("frame"));
        Scene scene = new Scene("thread", List.of(lock), List.of("frame"), null, "jvm", List.of("limit"));
        for (ReportKind kind : ReportKind.values()) {
            write(new Report(
                    kind,
                    kind.title(),
                    Grade.LOW,
                    "reason",
                    Fingerprint.of(kind, List.of("node")),
                    null,
                    lock,
                    lock,
                    List.of(party, party),
                    List.of("need"),
                    List.of("fact"),
                    List.of(other),
                    scene));
        }
    }

    /** Writes every sample. */
    public static void samples() {
        for (String name : Samples.names()) {
            write(Samples.get(name));
        }
    }

    private static void write(Report report) {
        KernelText.format(report);
        JsonLines.format(report);
        Suppressions.NONE.matches(report);
    }
}
