package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import io.lockdep.Subscription;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSchema;
import io.lockdep.report.ReportSink;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every distinct finding is said once, to everybody who listens, and nothing that a listener does reaches the program. */
class FindingsTest {

    private static final String ABBA = "L(A) L(B)";
    private static final String BAAB = "L(B) L(A)";

    @Test
    void aRingIsSaidOnceHoweverOftenItCloses() {
        try (Play play = new Play()) {
            for (int i = 0; i < 5; i++) {
                play.by("t1", ABBA).by("t2", BAAB).by("t3", "L(C) L(A) L(B)").by("t4", "L(D) L(B) L(A)");
            }
            assertThat(play.said()).containsExactly("circular A B");
        }
    }

    @Test
    void everyRingIsSaidNotOnlyTheFirst() {
        try (Play play = new Play()) {
            play.by("t1", ABBA).by("t2", BAAB).by("t1", "L(C) L(D)").by("t2", "L(D) L(C)");

            assertThat(play.said()).containsExactly("circular A B", "circular C D");
        }
    }

    @Test
    void ringsClosedByOneAcquisitionAreSiblings() {
        try (Play play = new Play()) {
            play.by("t1", "L(A) L(B)").by("t2", "L(A) L(C)").by("t3", "TL(B) TL(C) L(A)");

            List<Report> reports = Engine.reports();
            assertThat(reports).hasSize(2);
            assertThat(reports.get(0).siblingOf()).isNull();
            assertThat(reports.get(1).siblingOf()).isEqualTo(reports.get(0).fingerprint());
            reports.forEach(ReportSchema::accepts);
        }
    }

    @Test
    void findingsBeyondTheLimitAreCounted() {
        try (Play play = new Play(new EngineOptions(true, false, 2, 32))) {
            for (String class1 : List.of("A", "B", "C", "D", "E")) {
                play.by("t1", "L(" + class1 + ") L(Z)").by("t2", "L(Z) L(" + class1 + ")");
            }
            assertThat(Engine.reports()).hasSize(2);
            assertThat(Engine.unsaidReports()).isEqualTo(3);
        }
    }

    @Test
    void aSuppressedFindingIsCountedNotSaid() {
        try (Play play = new Play()) {
            play.by("t1", ABBA).by("t2", BAAB);
            String rule = Engine.reports().get(0).suppression() + " accepted in review";
            Engine.forget();
            Engine.configure(EngineOptions.DEFAULT, Suppressions.parse(List.of(rule)));

            play.by("t1", ABBA).by("t2", BAAB).by("t1", "L(C) L(D)").by("t2", "L(D) L(C)");

            assertThat(play.said()).containsExactly("circular C D");
            assertThat(Engine.suppressedReports()).isEqualTo(1);
        }
    }

    @Test
    void everyListenerIsToldUntilItStops() {
        List<Finding> heard = new ArrayList<>();
        try (Play play = new Play()) {
            try (Subscription s = Lockdep.onFinding(heard::add)) {
                play.by("t1", ABBA).by("t2", BAAB);
            }
            play.by("t1", "L(C) L(D)").by("t2", "L(D) L(C)");

            assertThat(heard).hasSize(1);
            assertThat(heard.get(0).kind()).isEqualTo("circular");
            assertThat(heard.get(0).grade()).isEqualTo("high");
            assertThat(heard.get(0).cycle()).hasSize(2);
            assertThat(heard.get(0).held()).hasSize(1);
            assertThat(heard.get(0).text()).contains(heard.get(0).fingerprint());
            assertThat(Lockdep.findings()).hasSize(2).contains(heard.get(0));
        }
    }

    @Test
    void aListenerThatThrowsIsCountedAndHurtsNobody() {
        long errors = Engine.internalErrors();
        List<Report> heard = new ArrayList<>();
        ReportSink broken = report -> {
            throw new AssertionError("thrown by the test");
        };
        ReportSink sound = heard::add;
        Engine.addSink(broken);
        Engine.addSink(sound);
        try (Play play = new Play()) {
            play.by("t1", ABBA);
            play.on("t2", () -> {
                play.play(BAAB);
                assertThat(LockEvents.depth()).isZero();
            });

            assertThat(heard).hasSize(1);
            assertThat(play.said()).containsExactly("circular A B");
            assertThat(Engine.internalErrors()).isEqualTo(errors + 1);
            assertThat(Engine.firstInternalError()).isNotNull();
        } finally {
            Engine.removeSink(broken);
            Engine.removeSink(sound);
        }
    }

    @Test
    void aListenerThatTakesAgainWhatTheProgramHoldsDoesNotReleaseIt() {
        try (Play play = new Play()) {
            // As a listener that prints does, when the program holds System.out.
            ReportSink again = report -> play.play("L(B)");
            Engine.addSink(again);
            try {
                play.by("t1", ABBA);
                play.on("t2", () -> {
                    LockEvents.acquire(play.lock("B"), Acquisition.EXCLUSIVE);
                    play.play("L(A)");
                    assertThat(LockEvents.depth()).isEqualTo(1);
                    assertThat(LockEvents.release(play.lock("B"), Acquisition.EXCLUSIVE))
                            .isTrue();
                });
                assertThat(play.said()).containsExactly("circular A B");
            } finally {
                Engine.removeSink(again);
            }
        }
    }

    @Test
    void aListenersOwnLocksAreNoEvents() {
        try (Play play = new Play()) {
            ReportSink locking = report -> play.play("L(X) L(A) L(Y)");
            Engine.addSink(locking);
            try {
                play.by("t1", ABBA).by("t2", BAAB);
                play.on("t2", () -> assertThat(LockEvents.depth()).isZero());
                play.by("t3", "L(Y) L(X)");

                assertThat(play.said()).containsExactly("circular A B");
            } finally {
                Engine.removeSink(locking);
            }
        }
    }

    @Test
    void theNameOfATestCannotWriteToTheConsole() {
        try (Play play = new Play()) {
            Engine.currentTest(() -> "evil\u001b[2J\n\u202e" + "x".repeat(1 << 20));
            play.by("t1", ABBA).by("t2", BAAB);

            Report report = Engine.reports().get(0);
            assertThat(KernelText.format(report)).doesNotContain("\u001b").doesNotContain("\u202e");
            assertThat(report.test()).hasSizeLessThan(2000);
        } finally {
            Engine.currentTest(null);
        }
    }

    @Test
    void theNameOfAThreadOrLockCannotWriteToTheConsole() {
        try (Play play = new Play()) {
            Object a = Lockdep.name(new Object(), "evil\u001b[2J\n\u202e\ud800" + "x".repeat(1 << 20));
            play.on("t\u001b[31m\n\u202e", () -> {
                LockEvents.acquire(a, Acquisition.EXCLUSIVE);
                play.play("L(B)");
                LockEvents.release(a, Acquisition.EXCLUSIVE);
            });
            play.on("x".repeat(1 << 20), () -> {
                LockEvents.acquire(play.lock("B"), Acquisition.EXCLUSIVE);
                LockEvents.acquire(a, Acquisition.EXCLUSIVE);
                play.play("U(B)");
                LockEvents.release(a, Acquisition.EXCLUSIVE);
            });

            Report report = Engine.reports().get(0);
            String text = KernelText.format(report);
            assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").hasSizeLessThan(50_000);
            assertThat(text.lines()).noneMatch(l -> l.startsWith("["));
            ReportSchema.accepts(report);
        }
    }

    @Test
    void longNamesThatDifferOnlyAtTheirEndsAreDifferentFindings() {
        try (Play play = new Play()) {
            String name = "x".repeat(400);
            for (String end : List.of("1", "2")) {
                Object lock = Lockdep.name(new Object(), name + end);
                play.on("t1", () -> {
                    LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
                    play.play("L(B)");
                    LockEvents.release(lock, Acquisition.EXCLUSIVE);
                });
                play.on("t2", () -> {
                    LockEvents.acquire(play.lock("B"), Acquisition.EXCLUSIVE);
                    LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
                    LockEvents.release(lock, Acquisition.EXCLUSIVE);
                    LockEvents.release(play.lock("B"), Acquisition.EXCLUSIVE);
                });
            }
            assertThat(Engine.reports()).hasSize(2);
        }
    }
}
