package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;

/** Reports made by hand, complete and in one piece, for tests of the forms they are written in. */
final class Reports {

    private Reports() {}

    static Report of(ReportKind kind, String text) {
        return of(kind, Grade.HIGH, text, null);
    }

    static Report of(ReportKind kind, Grade grade, String text, String siblingOf) {
        List<Party> cycle = switch (kind) {
            case CIRCULAR -> List.of(party("B", "A", text), party("A", "B", text));
            case INCONSISTENT_CONTEXT, CONTEXT_INVERSION -> List.of(party("C", "A", text), party("A", "C", text));
            case RECURSIVE, SELF_DEADLOCK, RESOURCE, LOST_SIGNAL -> List.of(party("A", "A", text));
            default -> List.of();
        };
        HeldEntry wanted = new HeldEntry(text + "@1f", text, "W", HeldEntry.PLAIN, text);
        return new Report(
                kind,
                kind.title(),
                grade,
                text,
                "00000000000000ff",
                siblingOf,
                wanted,
                wanted,
                cycle,
                List.of(text),
                List.of(text),
                List.of(new Bystander(text + "/3", text, List.of(wanted), List.of(text))),
                new Scene(
                        text + "/1",
                        List.of(wanted, new HeldEntry("B@2", "B", "RR", HeldEntry.PLAIN, "b")),
                        List.of(text),
                        text,
                        "JDK",
                        List.of(text)));
    }

    static Report ring(String... classes) {
        List<Party> cycle = new ArrayList<>();
        for (int k = 0; k < classes.length; k++) {
            cycle.add(party(classes[(k + classes.length - 1) % classes.length], classes[k], "x"));
        }
        HeldEntry wanted = new HeldEntry("A@1", classes[0], "W", HeldEntry.PLAIN, "a");
        return new Report(
                ReportKind.CIRCULAR,
                ReportKind.CIRCULAR.title(),
                Grade.HIGH,
                "reason",
                "00000000000000ff",
                null,
                wanted,
                wanted,
                cycle,
                List.of(),
                List.of(),
                List.of(),
                new Scene("t/1", List.of(), List.of(), null, "JDK", List.of()));
    }

    private static Party party(String holds, String wants, String text) {
        return new Party(
                holds,
                Nature.LOCK,
                "R",
                wants,
                Nature.LOCK,
                "W",
                HeldEntry.PLAIN,
                true,
                text + "/2",
                0,
                List.of(text),
                List.of());
    }
}
