package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two tests do one after the other, a program may do at once; what a test does one after the other, it means. */
class TestsApartTest {

    private final Player runner = new Player("runner");
    private final List<Player> workers = new ArrayList<>();

    @BeforeEach
    void forget() {
        Lockdep.reset();
    }

    @AfterEach
    void end() {
        runner.close();
        workers.forEach(Player::close);
        Lockdep.reset();
    }

    @Test
    void workersOfTwoTestsMayOverlapThoughEachTestHasWaitedForItsOwn() {
        LockMap a = LockMap.ofLock("apart.a", true);
        LockMap b = LockMap.ofLock("apart.b", true);
        test(() -> worker(() -> nest(a, b)));
        test(() -> worker(() -> nest(b, a)));

        assertThat(said()).containsExactly("high circular");
    }

    @Test
    void workersOfTwoTestsThatMadeTheirOwnLocksAreNotConfined() {
        test(() -> worker(() -> nest(LockMap.ofLock("apart.a", true), LockMap.ofLock("apart.b", true))));
        test(() -> worker(() -> nest(LockMap.ofLock("apart.b", true), LockMap.ofLock("apart.a", true))));

        assertThat(said()).containsExactly("medium circular");
    }

    @Test
    void workersOfOneTestThatWaitsForThemCannot() {
        LockMap a = LockMap.ofLock("apart.a", true);
        LockMap b = LockMap.ofLock("apart.b", true);
        test(() -> {
            worker(() -> nest(a, b));
            worker(() -> nest(b, a));
        });

        assertThat(said()).containsExactly("low circular");
    }

    @Test
    void whatWasDoneForAllTestsComesBeforeThemAndAfterThem() {
        LockMap a = LockMap.ofLock("apart.a", true);
        LockMap b = LockMap.ofLock("apart.b", true);
        LockMap c = LockMap.ofLock("apart.c", true);
        runner.act(() -> nest(a, b));
        test(() -> worker(() -> {
            nest(b, a);
            nest(b, c);
        }));
        runner.act(() -> nest(c, b));

        assertThat(said()).containsExactly("low circular", "low circular");
    }

    @Test
    void theThreadThatRunsBothTestsIsStillOneThread() {
        LockMap a = LockMap.ofLock("apart.a", true);
        LockMap b = LockMap.ofLock("apart.b", true);
        test(() -> nest(a, b));
        test(() -> nest(b, a));

        assertThat(said()).containsExactly("medium circular");
        assertThat(Lockdep.findings().get(0).text()).contains("by one thread only so far");
    }

    private void test(Runnable body) {
        runner.act(() -> {
            try (Subscription test = Lockdep.beginTest()) {
                assertThat(test).isNotNull();
                body.run();
            }
        });
    }

    private void worker(Runnable work) {
        Task task = Task.of("apart.task");
        Player player = new Player("worker" + workers.size());
        workers.add(player);
        player.act(() -> {
            try (Scope scope = task.run()) {
                assertThat(scope).isNotNull();
                work.run();
            }
        });
        task.awaiting();
        task.joined();
    }

    private static void nest(LockMap outer, LockMap inner) {
        try (Scope first = outer.scope(LockMode.EXCLUSIVE);
                Scope second = inner.scope(LockMode.EXCLUSIVE)) {
            assertThat(first).isNotSameAs(second);
        }
    }

    private static List<String> said() {
        return Lockdep.findings().stream()
                .map(finding -> finding.grade() + " " + finding.kind())
                .toList();
    }
}
