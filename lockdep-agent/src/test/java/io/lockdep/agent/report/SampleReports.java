package io.lockdep.agent.report;

import io.lockdep.report.Bystander;
import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import java.util.ArrayList;
import java.util.List;

/** Reports of every kind, with names that a format could stumble over. */
final class SampleReports {

    /** A name that is markup, a comment, a quote and more, if nobody escapes it. */
    static final String EVIL = "A<script>alert('1')</script>\"]-->\\n\u00e4";

    private static final List<String> HOLD_STACK =
            List.of("com.acme.Bank$Account.hold(Bank.java:6)", "java.base/java.lang.Thread.run(Thread.java:840)");
    private static final List<String> WAIT_STACK = List.of(
            "java.base/java.util.concurrent.locks.ReentrantLock.lock(ReentrantLock.java:322)",
            "com.acme.Bank$Account.move(Bank.java:7)",
            "java.base/java.lang.Thread.run(Thread.java:840)");

    private SampleReports() {}

    /** {@return one report of every kind} */
    static List<Report> ofEveryKind() {
        List<Report> all = new ArrayList<>();
        Grade[] grades = Grade.values();
        for (ReportKind kind : ReportKind.values()) {
            boolean ring = kind.ordinal() % 2 == 0;
            all.add(of(kind, grades[kind.ordinal() % grades.length], ring ? ring("com.acme.a", EVIL) : List.of()));
        }
        return all;
    }

    /** {@return the edges of a ring of lock classes, each of a thread of its own} */
    static List<Party> ring(String... classes) {
        List<Party> ring = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            ring.add(party(
                    classes[(i + classes.length - 1) % classes.length], classes[i], "thread <" + i + ">/" + i, i));
        }
        return ring;
    }

    static Party party(String holds, String wants, String thread, int column) {
        return new Party(
                holds,
                Nature.LOCK,
                "W",
                wants,
                Nature.LOCK,
                "R",
                HeldEntry.PLAIN,
                false,
                thread,
                column,
                HOLD_STACK,
                WAIT_STACK);
    }

    static Report of(ReportKind kind, Grade grade, List<Party> cycle) {
        String name = cycle.isEmpty() ? EVIL : cycle.get(0).wants();
        HeldEntry wanted = new HeldEntry("Lock@1", name, "W", HeldEntry.PLAIN, "com.acme.Bank.move(Bank.java:7)");
        List<Bystander> others = kind == ReportKind.STALL
                ? List.of(new Bystander("other/3", "running", List.of(wanted), HOLD_STACK))
                : List.of();
        return new Report(
                kind,
                kind.title(),
                grade,
                "because of " + EVIL,
                Fingerprint.of(kind, List.of(name, Integer.toString(cycle.size()))),
                null,
                wanted,
                null,
                cycle,
                List.of("a waiting writer"),
                List.of("a fact"),
                others,
                new Scene("thread <0>/0", List.of(), WAIT_STACK, EVIL, "JDK 17", List.of("a limit was reached")));
    }
}
