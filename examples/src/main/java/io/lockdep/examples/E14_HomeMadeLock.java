package io.lockdep.examples;

/**
 * 14: a lock of one's own, told to lockdep.
 *
 * <p>A spin lock is a loop over an atomic variable; no tool can know that it is a lock. Two lines in it say so, {@code
 * acquire} before it can wait and {@code release}. From then on it takes part like any other: here it is taken before
 * the lock of the statistics by the sender, and after it by the reporter. Two threads that spin for each other also
 * burn two processors.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 14}</pre>
 *
 * <p>The report is in {@code E14_HomeMadeLock.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E14_HomeMadeLockFixed}: the reporter copies the statistics under their lock, and takes the ring afterwards.
 */
public final class E14_HomeMadeLock {

    private final SpinLock ring = new SpinLock("driver.ring");
    private final Object statistics = new Object();
    private int sent;

    private E14_HomeMadeLock() {}

    void send() {
        ring.lock();
        try {
            synchronized (statistics) {
                sent++;
            }
            System.out.println("sent");
        } finally {
            ring.unlock();
        }
    }

    void report() {
        synchronized (statistics) {
            ring.lock();
            System.out.println("reported " + sent);
            ring.unlock();
        }
    }

    /**
     * Sends, then reports, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E14_HomeMadeLock driver = new E14_HomeMadeLock();
        OneAfterTheOther.run("sender", driver::send, "reporter", driver::report);
    }
}
