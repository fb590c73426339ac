package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks that are gone leave nothing behind but their class. */
class DeadInstancesTest {

    private static final int LOCKS = 20_000;

    private final List<Object> alive = new ArrayList<>();
    private Kept base;

    @BeforeEach
    void open() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
        Lockdep.name(new Object(), "dead.instance");
        base = Kept.atRest();
    }

    @AfterEach
    void close() {
        Engine.forget();
    }

    @Test
    void deadLocksLeaveNoEntry() {
        for (int i = 0; i < LOCKS; i++) {
            alive.add(Lockdep.name(new Object(), "dead.instance"));
        }
        assertThat(LockInstances.count()).isEqualTo(base.instances() + LOCKS);
        alive.clear();

        base.sweepUntilNoMore();
    }

    @Test
    void ofManyLocksTheLivingKeepTheirClass() {
        for (int i = 0; i < LOCKS; i++) {
            Object lock = Lockdep.name(new Object(), "dead.instance");
            if (i % 100 == 0) {
                alive.add(lock);
            }
        }
        Kept.sweepUntil(() -> LockInstances.count() == base.instances() + LOCKS / 100);

        for (Object lock : alive) {
            assertThat(Engine.graph().classAt(LockClasses.of(lock, 0)).name()).isEqualTo("dead.instance");
        }
    }

    @Test
    void shortLivedLocksDoNotFillTheTableWhereNobodySweeps() {
        int most = 0;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < LOCKS / 10; i++) {
                Lockdep.name(new Object(), "dead.instance");
            }
            System.gc();
            most = Math.max(most, LockInstances.count());
        }

        assertThat(most).isLessThan(base.instances() + LOCKS);
    }

    @Test
    void locksMadeByManyThreadsWhileTheTableIsRebuiltKeepTheirClass() throws InterruptedException {
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            String name = "dead.made." + i;
            threads[i] = new Thread(() -> wrong.addAll(makeAndAsk(name)));
            threads[i].start();
        }
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                LockInstances.purge();
                thread.join(1);
            }
        }

        assertThat(wrong).isEmpty();
    }

    // Three of four are dropped at once.
    private static List<String> makeAndAsk(String name) {
        List<Object> living = new ArrayList<>();
        for (int i = 0; i < LOCKS; i++) {
            Object lock = Lockdep.name(new Object(), name);
            if (i % 4 == 0) {
                living.add(lock);
            }
        }
        List<String> others = new ArrayList<>();
        for (Object lock : living) {
            String is = Engine.graph().classAt(LockClasses.of(lock, 0)).name();
            if (!is.equals(name)) {
                others.add(is);
            }
        }
        return others;
    }

    @Test
    void deadPairsOfNestedLocksLeaveNothing() {
        for (int i = 0; i < 100; i++) {
            Object outer = Lockdep.name(new Object(), "dead.instance");
            Object inner = Lockdep.name(new Object(), "dead.instance");
            LockEvents.acquire(outer, Acquisition.EXCLUSIVE);
            LockEvents.acquire(inner, Acquisition.EXCLUSIVE);
            LockEvents.release(inner, Acquisition.EXCLUSIVE);
            LockEvents.release(outer, Acquisition.EXCLUSIVE);
            alive.add(outer);
            alive.add(inner);
        }
        assertThat(Engine.graph().pairCount()).isEqualTo(100);
        alive.clear();

        Kept.sweepUntil(() -> Engine.graph().pairCount() == 0);
    }

    @Test
    void aThreadThatEndsWithALockKeepsItNoLongerThanTheNextSweep() throws InterruptedException {
        Thread thread = new Thread(
                () -> LockEvents.acquire(Lockdep.name(new Object(), "dead.instance"), Acquisition.EXCLUSIVE));
        thread.start();
        thread.join();

        base.sweepUntilNoMore();
    }
}
