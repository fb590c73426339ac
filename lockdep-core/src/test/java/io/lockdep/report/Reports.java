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
            case RECURSIVE, SELF_DEADLOCK -> List.of(party("A", "A", text));
            case BAD_UNLOCK -> List.of();
        };
        HeldEntry wanted = new HeldEntry(text + "@1f", text, "W", text);
        return new Report(
                kind,
                grade,
                text,
                "00000000000000ff",
                siblingOf,
                text + "/1",
                wanted,
                wanted,
                cycle,
                List.of(text),
                List.of(wanted, new HeldEntry("B@2", "B", "RR", "b")),
                List.of(text),
                text,
                "JDK");
    }

    static Report ring(String... classes) {
        List<Party> cycle = new ArrayList<>();
        for (int k = 0; k < classes.length; k++) {
            cycle.add(party(classes[(k + classes.length - 1) % classes.length], classes[k], "x"));
        }
        HeldEntry wanted = new HeldEntry("A@1", classes[0], "W", "a");
        return new Report(
                ReportKind.CIRCULAR,
                Grade.HIGH,
                "reason",
                "00000000000000ff",
                null,
                "t/1",
                wanted,
                wanted,
                cycle,
                List.of(),
                List.of(),
                List.of(),
                null,
                "JDK");
    }

    private static Party party(String holds, String wants, String text) {
        return new Party(holds, "R", wants, "W", true, text + "/2", List.of(text), List.of());
    }
}
