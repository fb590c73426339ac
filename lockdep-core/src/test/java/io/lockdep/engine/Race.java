package io.lockdep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do something at the same time, round after round.
 *
 * <p>They meet by spinning, since one that is woken up comes too late to meet the others, and start up to a microsecond
 * apart, so that different steps of theirs meet. {@code -Dlockdep.seed=N} repeats the distances.
 */
final class Race {

    private static final long SEED = Long.getLong("lockdep.seed", System.nanoTime());
    private static final int MAX_DISTANCE = 64;
    private static final int PATIENCE = 2000;

    static {
        System.out.println("Race: -Dlockdep.seed=" + SEED);
    }

    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final int rounds;
    private final Runner[] runners;

    private Race(int rounds, Runner... runners) {
        this.rounds = rounds;
        this.runners = runners.clone();
    }

    /** What one thread does in each round. */
    interface Runner {
        void run(int round) throws Exception;
    }

    /** Runs all rounds, and fails with what the first runner failed with. */
    static void run(int rounds, Runner... runners) throws InterruptedException {
        new Race(rounds, runners).run();
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < runners.length; number++) {
            int mine = number;
            Thread thread = new Thread(() -> run(runners[mine], new Random(SEED + mine)), "race-" + mine);
            thread.setDaemon(true);
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private void run(Runner runner, Random random) {
        for (int round = 0; round < rounds && failure.get() == null; round++) {
            meet((round + 1) * runners.length);
            for (int distance = random.nextInt(MAX_DISTANCE); distance > 0; distance--) {
                Thread.onSpinWait();
            }
            try {
                runner.run(round);
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    // With fewer processors than threads, somebody has to make room.
    private void meet(int all) {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < all && failure.get() == null; spins++) {
            if (spins > PATIENCE) {
                LockSupport.parkNanos(1000);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
