package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Scope;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A finding that was excused at first is raised, and said again once, when it turns out not to be. */
class RaisedGradeTest {

    private final Play play = new Play();
    private final List<String> heard = new ArrayList<>();
    private final ReportSink listener = this::hear;

    private void hear(Report report) {
        heard.add(report.grade().id());
    }

    @BeforeEach
    void listen() {
        Engine.addSink(listener);
    }

    @AfterEach
    void close() {
        Engine.removeSink(listener);
        play.close();
    }

    @Test
    void whenItIsSeenWithoutTheGate() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(G) L(B) L(A)");
        assertThat(heard).containsExactly("low");

        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(heard).containsExactly("low", "high");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void whenItIsSeenWithoutTheTimeout() {
        play.by("t1", "L(A) ML(B)").by("t2", "L(B) L(A)");
        play.by("t1", "L(A) L(B)");

        assertThat(heard).containsExactly("low", "high");
    }

    @Test
    void whenReadersMeetAWriter() {
        play.by("t1", "R(A) R(B)").by("t2", "R(B) R(A)");
        assertThat(heard).containsExactly("low");

        play.by("t2", "R(B) W(A)");

        assertThat(heard).containsExactly("low", "high");
    }

    @Test
    void whenASecondThreadJoins() {
        play.by("t1", "L(A) L(B)").by("t1", "L(B) L(A)");
        play.by("t2", "L(C) L(B) L(A)");

        assertThat(heard).containsExactly("medium", "high");
    }

    @Test
    void butNotWhenItIsOnlySeenAgain() {
        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");
        play.by("t1", "L(C) L(A) L(B)").by("t2", "L(C) L(B) L(A)").by("t3", "L(D) L(A) L(B)");

        assertThat(heard).containsExactly("high");
    }

    @Test
    void aMapThatKeepsNobodyOutIsNoGate() {
        LockMap map = LockMap.of("RaisedGradeTest.map");
        play.on("t1", () -> within(map, "L(A) L(B)"));
        play.on("t2", () -> within(map, "L(B) L(A)"));

        assertThat(heard).containsExactly("high");
    }

    private void within(LockMap map, String script) {
        try (Scope scope = map.scope(LockMode.EXCLUSIVE)) {
            assertThat(scope).isNotNull();
            play.play(script);
        }
    }
}
