package io.lockdep.sim.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockdep.LockMap;
import io.lockdep.Lockdep;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PercpuRwsemTest {

    private static final int TURNS = 20_000;

    private final StepGates gates = new StepGates();
    private final PercpuRwsem sem = new PercpuRwsem(LockMap.ofLock("test_rw_sem", false), gates);

    @BeforeEach
    void forget() {
        Lockdep.reset();
    }

    @Test
    void readersShareAndAWriterWaitsForThemAll() throws InterruptedException {
        sem.downRead();
        Thread reader = start(() -> {
            sem.downRead();
            sem.upRead();
        });
        reader.join();
        Thread writer = start(this::write);
        await().until(sem::hasWaiters);
        assertThat(sem.readers()).isOne();

        sem.upRead();

        writer.join();
        assertThat(sem.readers()).isZero();
        assertThat(sem.hasWaiters()).isFalse();
    }

    @Test
    void aWriterThatIsQueuedKeepsASecondReaderOutUntilItIsDone() throws InterruptedException {
        AtomicInteger blocked = new AtomicInteger();
        gates.arm(StepGate.READER_BLOCKED, blocked::incrementAndGet);
        sem.downRead();
        Thread writer = start(this::write);
        await().until(sem::hasWaiters);

        assertThat(tries()).as("in the middle of the readers").isFalse();
        Thread reader = start(() -> {
            sem.downRead();
            sem.upRead();
        });
        await().untilAtomic(blocked, org.hamcrest.Matchers.is(1));
        sem.upRead();

        writer.join();
        reader.join();
        assertThat(tries()).isTrue();
    }

    @Test
    void aSecondReadOfTheSameTaskIsASelfDeadlockWhetherOrNotAWriterIsThere() {
        sem.downRead();
        sem.downRead();
        sem.upRead();
        sem.upRead();

        assertThat(Lockdep.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo("self-deadlock");
            assertThat(finding.cycle()).containsExactly("test_rw_sem");
        });
    }

    @Test
    void onlyTheWriterEndsItsWrite() throws InterruptedException {
        assertThatThrownBy(sem::upWrite).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(Lockdep.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo("bad-unlock"));

        start(this::write).join();
    }

    @Test
    void whatIsWrittenUnderItIsNeverTornAndNobodyIsForgotten() throws InterruptedException {
        int[] both = new int[2];
        AtomicInteger torn = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(start(() -> {
                for (int turn = 0; turn < TURNS; turn++) {
                    sem.downWrite();
                    both[0]++;
                    both[1]++;
                    sem.upWrite();
                }
            }));
            threads.add(start(() -> {
                for (int turn = 0; turn < TURNS; turn++) {
                    sem.downRead();
                    torn.addAndGet(both[0] - both[1]);
                    sem.upRead();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }

        assertThat(torn).hasValue(0);
        assertThat(both).containsExactly(2 * TURNS, 2 * TURNS);
        assertThat(Lockdep.findings()).isEmpty();
    }

    private void write() {
        sem.downWrite();
        sem.upWrite();
    }

    private boolean tries() throws InterruptedException {
        boolean[] got = new boolean[1];
        start(() -> {
                    got[0] = sem.downReadTrylock();
                    if (got[0]) {
                        sem.upRead();
                    }
                })
                .join();
        return got[0];
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
