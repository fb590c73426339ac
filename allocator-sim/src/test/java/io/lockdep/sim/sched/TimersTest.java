package io.lockdep.sim.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final List<String> ran = new ArrayList<>();

    @Test
    void inAScriptTheClockJumpsFromTimerToTimer() {
        Timers timers = Timers.scripted();
        timers.modTimer(timers.setupTimer(() -> ran.add("b")), 20);
        timers.modTimer(timers.setupTimer(() -> ran.add("a")), 10);
        timers.modTimer(timers.setupTimer(() -> ran.add("c")), 20);

        assertThat(timers.runNext()).isTrue();
        assertThat(timers.now()).isEqualTo(10);
        assertThat(timers.runNext()).isTrue();
        assertThat(timers.runNext()).isTrue();
        assertThat(timers.runNext()).isFalse();

        assertThat(timers.now()).isEqualTo(20);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void aTimerThatIsSetAnewExpiresOnce() {
        Timers timers = Timers.scripted();
        TimerList timer = timers.setupTimer(() -> ran.add("a"));
        timers.modTimer(timer, 10);
        timers.modTimer(timer, 30);

        assertThat(timers.runNext()).isTrue();
        assertThat(timers.now()).isEqualTo(30);
        assertThat(timers.runNext()).isFalse();
    }

    @Test
    void aTimerThatIsTakenBackDoesNotExpire() {
        Timers timers = Timers.scripted();
        TimerList timer = timers.setupTimer(() -> ran.add("a"));
        timers.modTimer(timer, 10);
        timers.delTimerSync(timer);

        assertThat(timers.runNext()).isFalse();
    }

    @Test
    void whereThreadsRunFreelyATimerCanSetItselfAgainUntilItIsTakenBack() {
        Timers timers = Timers.free();
        AtomicInteger calls = new AtomicInteger();
        TimerList[] timer = new TimerList[1];
        timer[0] = timers.setupTimer(() -> {
            calls.incrementAndGet();
            timers.modTimer(timer[0], TimeUnit.MICROSECONDS.toNanos(100));
        });
        timers.modTimer(timer[0], 0);
        await().until(() -> calls.get() >= 3);
        timers.delTimerSync(timer[0]);
        int then = calls.get();
        AtomicInteger other = new AtomicInteger();
        timers.modTimer(timers.setupTimer(other::incrementAndGet), TimeUnit.MILLISECONDS.toNanos(1));
        await().until(() -> other.get() == 1);

        assertThat(calls).hasValue(then);
        timers.stop();
    }
}
