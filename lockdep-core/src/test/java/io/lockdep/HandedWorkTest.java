package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that are run where nobody waits for them, and units that are given back by somebody else. */
class HandedWorkTest {

    private final Map<String, Player> players = new LinkedHashMap<>();
    private final LockMap a = LockMap.ofLock("review.a", true);
    private final LockMap b = LockMap.ofLock("review.b", true);

    @BeforeEach
    void forget() {
        Lockdep.reset();
    }

    @AfterEach
    void end() {
        players.values().forEach(Player::close);
        Lockdep.reset();
    }

    private void by(String thread, Runnable act) {
        players.computeIfAbsent(thread, Player::new).act(act);
    }

    private static Runnable with(LockMap lock, Runnable inside) {
        return () -> {
            try (Scope scope = lock.scope(LockMode.EXCLUSIVE)) {
                assertThat(scope).isNotNull();
                inside.run();
            }
        };
    }

    private static void use(LockMap lock) {
        with(lock, () -> {}).run();
    }

    private static Runnable running(Task task, Runnable body) {
        return () -> {
            try (Scope scope = task.run()) {
                assertThat(scope).isNotNull();
                body.run();
            }
        };
    }

    private static List<String> said() {
        List<String> said = new ArrayList<>();
        for (Finding finding : Lockdep.findings()) {
            said.add(finding.grade() + " " + finding.kind());
        }
        return said;
    }

    @Test
    void aTaskThatItsSubmitterRunsItselfIsNotWaitedFor() {
        by("client", with(a, running(Task.of("review.task"), () -> {})));
        by("worker", running(Task.of("review.task"), () -> use(a)));
        assertThat(said()).isEmpty();
    }

    @Test
    void aPooledTaskThatItsSubmitterRunsItselfWaitsForNoWorker() {
        Resource pool = Resource.pool("review.pool", 2);
        by(
                "client",
                with(a, () -> running(Task.of("review.task", pool), () -> {}).run()));
        by("worker", () -> running(Task.of("review.task", pool), () -> use(a)).run());
        assertThat(said()).isEmpty();
    }

    @Test
    void aWorkerThatRunsATaskOfItsPoolItselfDoesNotStarve() {
        Resource pool = Resource.pool("review.pool", 2);
        by(
                "worker",
                () -> running(
                                Task.of("review.outer", pool),
                                () -> running(Task.of("review.inner", pool), () -> {})
                                        .run())
                        .run());
        assertThat(said()).isEmpty();
    }

    @Test
    void aUnitGivenBackAfterTheSupplyHasBecomeASignalIsNotHeld() {
        Resource permits = Resource.of("review.permits", 1);
        by("one", permits::acquire);
        by("other", permits::release);
        by("one", () -> {
            permits.release();
            assertThat(Lockdep.held()).isEmpty();
        });
    }

    @Test
    void aUnitThatAnotherThreadHasGivenBackIsNotHeld() {
        Resource permits = Resource.of("review.permits", 1);
        by("one", permits::acquire);
        by("other", permits::release);
        by("one", with(a, () -> use(b)));
        by("third", with(b, permits::acquire));
        assertThat(said()).isEmpty();
    }

    @Test
    void aSignalThatIsAwaitedInVainIsNotGiven() {
        Resource permits = Resource.of("review.permits", 1);
        by("other", permits::release);
        by(
                "one",
                with(
                        a,
                        () -> assertThatThrownBy(() -> permits.acquire(() -> {
                                    throw new IllegalStateException("gave up");
                                }))
                                .hasMessage("gave up")));
        assertThat(said()).isEmpty();
    }

    @Test
    void manyTasksUnderAGateLeaveRoomForEvidenceThatSaysMore() {
        LockMap gate = LockMap.ofLock("review.gate", true);
        for (int i = 0; i < 100; i++) {
            by("one", running(Task.of("review.task"), with(gate, with(a, () -> use(b)))));
            by("other", running(Task.of("review.task"), with(gate, with(b, () -> use(a)))));
        }
        assertThat(said()).containsExactly("low circular");

        by("one", running(Task.of("review.task"), with(a, () -> use(b))));
        by("other", running(Task.of("review.task"), with(b, () -> use(a))));

        assertThat(said()).containsExactly("high circular");
    }
}
