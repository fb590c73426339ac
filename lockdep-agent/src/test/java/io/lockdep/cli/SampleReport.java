package io.lockdep.cli;

import io.lockdep.report.Bystander;
import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings to read and to merge: a ring of two classes, by grade and test. */
final class SampleReport {

    private SampleReport() {}

    static Report of(String first, String second, Grade grade, @Nullable String test) {
        HeldEntry wanted = new HeldEntry("Lock@1", first, "W", HeldEntry.PLAIN, "Bank.move(Bank.java:7)");
        HeldEntry held = new HeldEntry("Lock@2", second, "R", HeldEntry.PLAIN, "Bank.move(Bank.java:6)");
        return new Report(
                ReportKind.CIRCULAR,
                ReportKind.CIRCULAR.title(),
                grade,
                "because",
                Fingerprint.of(ReportKind.CIRCULAR, List.of(first, second)),
                "0123456789abcdef",
                wanted,
                held,
                List.of(party(first, second, 0), party(second, first, 1)),
                List.of("a need"),
                List.of("a fact"),
                List.of(new Bystander("other/3", "running", List.of(held), List.of("Other.run(Other.java:1)"))),
                new Scene("main/1", List.of(held), List.of("Bank.move(Bank.java:7)"), test, "17", List.of("a limit")));
    }

    private static Party party(String wants, String holds, int column) {
        return new Party(
                holds,
                Nature.LOCK,
                "R",
                wants,
                Nature.POOL,
                "W",
                HeldEntry.PLAIN,
                column == 1,
                "main/1",
                column,
                List.of("Bank.hold(Bank.java:6)"),
                List.of("Bank.wait(Bank.java:7)", "Bank.main(Bank.java:2)"));
    }
}
