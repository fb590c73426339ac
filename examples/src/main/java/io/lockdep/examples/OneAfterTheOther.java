package io.lockdep.examples;

import java.util.concurrent.CountDownLatch;

/** Runs two things on two threads that are alive together, the second when the first is done: nothing can hang. */
final class OneAfterTheOther {

    private OneAfterTheOther() {}

    static void run(String firstName, Runnable first, String secondName, Runnable second) throws InterruptedException {
        CountDownLatch firstIsDone = new CountDownLatch(1);
        CountDownLatch bothAreDone = new CountDownLatch(1);
        Thread one = new Thread(
                () -> {
                    first.run();
                    firstIsDone.countDown();
                    await(bothAreDone);
                },
                firstName);
        Thread two = new Thread(
                () -> {
                    await(firstIsDone);
                    second.run();
                    bothAreDone.countDown();
                },
                secondName);
        one.start();
        two.start();
        one.join();
        two.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
