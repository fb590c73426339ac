package io.lockdep.examples;

import java.util.concurrent.CountDownLatch;

/** Runs things on threads that are alive together, each when the one before is done: nothing can hang. */
final class InTurn {

    private InTurn() {}

    /** Runs each step on a thread of its own, called {@code name} and its index, from 0 on. */
    static void run(String name, Runnable... steps) throws InterruptedException {
        CountDownLatch allAreDone = new CountDownLatch(steps.length);
        Thread[] threads = new Thread[steps.length];
        CountDownLatch turn = new CountDownLatch(0);
        for (int i = 0; i < steps.length; i++) {
            CountDownLatch mine = turn;
            CountDownLatch next = new CountDownLatch(1);
            Runnable step = steps[i];
            threads[i] = new Thread(
                    () -> {
                        await(mine);
                        step.run();
                        next.countDown();
                        allAreDone.countDown();
                        await(allAreDone);
                    },
                    name + i);
            turn = next;
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns when the thread waits for something without a time limit. */
    static void untilItWaits(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    /** Returns when the thread has ended, without waiting for it in a way that means anything to lockdep. */
    static void untilItHasEnded(Thread thread) {
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
