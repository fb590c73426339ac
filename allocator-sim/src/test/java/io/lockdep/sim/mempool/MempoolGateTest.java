package io.lockdep.sim.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.Baton;
import io.lockdep.sim.script.Cast;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import org.junit.jupiter.api.Test;

/** Gate G6: two tasks and one element, the second task stopped when it has found the pool empty and does not wait yet. */
class MempoolGateTest {

    private final Schedule schedule = new Schedule();
    private final StepGates gates = new StepGates();
    private final Cast cast = new Cast(new Baton(Thread.currentThread()));
    private final Actor owner = cast.add("owner", 0);
    private final Actor waiter = cast.add("waiter", 0);
    private final Mempool<Integer> pool = new Mempool<>(
            "gate", 1, gfp -> gfp.equals(Gfp.KERNEL) ? 7 : null, page -> {}, Nomemalloc.FORCED, schedule, gates);

    private String allocate() {
        return "got " + pool.mempoolAlloc(Gfp.NOIO);
    }

    private String free() {
        pool.mempoolFree(7);
        return "freed";
    }

    @Test
    void whoIsStoppedBeforeItWaitsFindsTheElementThatWasFreedMeanwhile() {
        cast.start();
        assertThat(owner.turn(this::allocate)).isEqualTo("got 7");
        gates.stop(StepGate.MEMPOOL_EMPTY, waiter);
        waiter.turn(this::allocate);
        assertThat(waiter.isPaused()).isTrue();
        assertThat(pool.waiters()).isZero();

        owner.turn(this::free);

        assertThat(waiter.resume()).isEqualTo("got 7");
        assertThat(pool.waitRounds()).isZero();
        waiter.turn(this::free);
        cast.dismiss();
    }

    @Test
    void whoIsTooLateForTheElementIsOnTheListWhenItSleeps() {
        schedule.scriptedBy(waiter::pause);
        cast.start();
        owner.turn(this::allocate);
        gates.stop(StepGate.MEMPOOL_EMPTY, waiter);
        waiter.turn(this::allocate);
        owner.turn(this::free);
        owner.turn(this::allocate);

        waiter.resume();

        assertThat(waiter.isPaused()).isTrue();
        assertThat(pool.waiters()).isOne();
        assertThat(pool.waitRounds()).isOne();
        owner.turn(this::free);
        assertThat(waiter.resume()).isEqualTo("got 7");
        assertThat(pool.waiters()).isZero();
        waiter.turn(this::free);
        cast.dismiss();
    }
}
