package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.locks.ReentrantLock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the agent, the library finds out where its locks are taken, as long as that is new. */
class PlacesTest {

    private static final int LOOKS = 64;

    private final LockMap a = LockMap.ofLock("PlacesTest.a", true);
    private final LockMap b = LockMap.ofLock("PlacesTest.b", true);

    @BeforeEach
    @AfterEach
    void forget() {
        Lockdep.reset();
    }

    private void takeBoth(LockMap first, LockMap second) {
        first.acquire(LockMode.EXCLUSIVE);
        second.acquire(LockMode.EXCLUSIVE);
        second.release();
        first.release();
    }

    @Test
    void aReportSaysWhereAHeldLockWasTaken() {
        takeBoth(a, b);
        takeBoth(b, a);

        String text = Lockdep.findings().get(0).text();
        assertThat(text).contains("PlacesTest.takeBoth(PlacesTest.java:").doesNotContain("not recorded");
    }

    @Test
    void soDoesOneOfDropInLocks() {
        ReentrantLock lock = new ReentrantLock("PlacesTest.lock");
        lock.lock();
        List<HeldLock> held = Lockdep.held();
        lock.unlock();

        assertThat(held.get(0).at()).contains("PlacesTest.soDoesOneOfDropInLocks");
    }

    @Test
    void soDoesOneOfSupplies() {
        Resource supply = Resource.of("PlacesTest.supply", 2);
        supply.acquire();
        List<HeldLock> held = Lockdep.held();
        supply.release();

        assertThat(held.get(0).at()).contains("PlacesTest.soDoesOneOfSupplies");
    }

    @Test
    void afterThatNobodyLooks() {
        LockMap often = LockMap.ofLock("PlacesTest.often", true);
        for (int i = 0; i < LOOKS; i++) {
            often.acquire(LockMode.EXCLUSIVE);
            often.release();
        }
        often.acquire(LockMode.EXCLUSIVE);
        List<HeldLock> held = Lockdep.held();
        often.release();

        assertThat(held.get(0).at()).isEqualTo("(place not recorded)");
    }
}
