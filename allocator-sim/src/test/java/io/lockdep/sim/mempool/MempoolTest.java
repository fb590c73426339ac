package io.lockdep.sim.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MempoolTest {

    private static final int RESERVE = 2;

    private final Schedule schedule = new Schedule();
    private final StepGates gates = new StepGates();
    private final List<Gfp> asked = new ArrayList<>();
    private final AtomicInteger returned = new AtomicInteger();
    private boolean memory = true;

    private Mempool<Integer> pool(Nomemalloc nomemalloc) {
        return new Mempool<>(
                "test",
                RESERVE,
                gfp -> {
                    asked.add(gfp);
                    return memory ? asked.size() : null;
                },
                element -> returned.incrementAndGet(),
                nomemalloc,
                schedule,
                gates);
    }

    private static void run(Runnable body) {
        Task.named("test", 0).run(body);
    }

    @Test
    void theReserveIsTouchedOnlyWithoutMemoryAndFilledFirst() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            Integer fresh = pool.mempoolAlloc(Gfp.NOIO);
            assertThat(pool.currNr()).isEqualTo(RESERVE);
            memory = false;
            Integer reserved = pool.mempoolAlloc(Gfp.NOIO);
            assertThat(pool.currNr()).isEqualTo(RESERVE - 1);

            pool.mempoolFree(fresh);
            assertThat(pool.currNr()).isEqualTo(RESERVE);
            pool.mempoolFree(reserved);

            assertThat(returned).hasValue(1);
            assertThat(pool.outstanding()).isZero();
        });
    }

    @Test
    void whoMayNotSleepGetsNothingFromAnEmptyPool() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            memory = false;
            Integer one = pool.mempoolAlloc(Gfp.NOWAIT);
            Integer two = pool.mempoolAlloc(Gfp.NOWAIT);

            assertThat(pool.mempoolAlloc(Gfp.NOWAIT)).isNull();

            pool.mempoolFree(one);
            pool.mempoolFree(two);
            assertThat(pool.waitRounds()).isZero();
        });
    }

    @Test
    void whoMaySleepWaitsUntilSomebodyFreesAnElement() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            memory = false;
            Integer one = pool.mempoolAlloc(Gfp.NOIO);
            Integer two = pool.mempoolAlloc(Gfp.NOIO);
            pool.handOff();
            schedule.scriptedBy(() -> {
                if (pool.waitRounds() == 2) {
                    pool.adopt();
                    pool.mempoolFree(two);
                }
            });

            Integer third = pool.mempoolAlloc(Gfp.NOIO);

            assertThat(third).isEqualTo(two);
            assertThat(pool.waitRounds()).isEqualTo(2);
            pool.mempoolFree(one);
            pool.mempoolFree(third);
        });
    }

    @Test
    void anElementThatIsFreedBetweenTheLastLookAndTheSleepIsNotMissed() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            memory = false;
            Integer one = pool.mempoolAlloc(Gfp.NOIO);
            Integer two = pool.mempoolAlloc(Gfp.NOIO);
            pool.handOff();
            gates.arm(StepGate.MEMPOOL_EMPTY, () -> {
                gates.disarm(StepGate.MEMPOOL_EMPTY);
                assertThat(pool.waiters()).isZero();
                pool.adopt();
                pool.mempoolFree(two);
            });

            assertThat(pool.mempoolAlloc(Gfp.NOIO)).isEqualTo(two);

            assertThat(pool.waitRounds()).as("rounds of sleep").isZero();
            pool.mempoolFree(one);
            pool.mempoolFree(two);
        });
    }

    @Test
    void whoSleepsIsWokenByTheFirstFree() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            memory = false;
            Integer one = pool.mempoolAlloc(Gfp.NOIO);
            Integer two = pool.mempoolAlloc(Gfp.NOIO);
            pool.handOff();
            schedule.scriptedBy(() -> {
                // The free comes when the waiter is on the list and before it sleeps: only the wake-up is left of it.
                schedule.scriptedBy(null);
                assertThat(pool.waiters()).isEqualTo(1);
                pool.adopt();
                pool.mempoolFree(two);
                long begin = System.nanoTime();
                schedule.ioScheduleTimeout(Duration.ofSeconds(5).toNanos());
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            });

            assertThat(pool.mempoolAlloc(Gfp.NOIO)).isEqualTo(two);
            pool.mempoolFree(one);
            pool.mempoolFree(two);
        });
    }

    @Test
    void theFirstTryNeitherSleepsNorStartsIo() {
        run(() -> {
            Mempool<Integer> pool = pool(Nomemalloc.FORCED);
            asked.clear();
            pool.mempoolFree(pool.mempoolAlloc(Gfp.KERNEL));

            assertThat(asked).singleElement().satisfies(gfp -> {
                assertThat(gfp.has(Gfp.DIRECT_RECLAIM)).isFalse();
                assertThat(gfp.has(Gfp.IO)).isFalse();
                assertThat(gfp.has(Gfp.NORETRY.or(Gfp.NOMEMALLOC))).isTrue();
            });
        });
    }

    @Test
    void reservesAreForEmptyPoolsOrForVictimsOrForNobody() {
        assertThat(asksForReserves(Nomemalloc.FORCED, false)).isFalse();
        assertThat(asksForReserves(Nomemalloc.FORCED, true)).isFalse();
        assertThat(asksForReserves(Nomemalloc.IF_FREE, false)).isTrue();
        assertThat(asksForReserves(Nomemalloc.NOT_VICTIM, false)).isFalse();
        assertThat(asksForReserves(Nomemalloc.NOT_VICTIM, true)).isTrue();
    }

    private boolean asksForReserves(Nomemalloc policy, boolean victim) {
        memory = true;
        Task task = Task.named("test", 0);
        if (victim) {
            task.markOomVictim();
        }
        task.run(() -> {
            Mempool<Integer> pool = pool(policy);
            memory = false;
            Integer one = pool.mempoolAlloc(Gfp.NOWAIT);
            Integer two = pool.mempoolAlloc(Gfp.NOWAIT);
            asked.clear();
            assertThat(pool.mempoolAlloc(Gfp.NOWAIT)).isNull();
            pool.mempoolFree(one);
            pool.mempoolFree(two);
        });
        return !asked.get(0).has(Gfp.NOMEMALLOC);
    }

    @Test
    void aPoolThatIsNotEmptyLeavesTheReservesAloneWhateverThePolicy() {
        for (Nomemalloc policy : Nomemalloc.values()) {
            Task victim = Task.named("test", 0);
            victim.markOomVictim();
            victim.run(() -> {
                Mempool<Integer> pool = pool(policy);
                asked.clear();
                pool.mempoolFree(pool.mempoolAlloc(Gfp.NOIO));
                assertThat(asked).as(policy.name()).allMatch(gfp -> gfp.has(Gfp.NOMEMALLOC));
            });
        }
    }
}
