package io.lockdep.examples;

/** 14, fixed: the two locks are never held together by the reporter. lockdep is silent. */
public final class E14_HomeMadeLockFixed {

    private final SpinLock ring = new SpinLock("driver.ring");
    private final Object statistics = new Object();
    private int sent;

    private E14_HomeMadeLockFixed() {}

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
        int copy;
        synchronized (statistics) {
            copy = sent;
        }
        ring.lock();
        System.out.println("reported " + copy);
        ring.unlock();
    }

    /**
     * Sends, then reports, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E14_HomeMadeLockFixed driver = new E14_HomeMadeLockFixed();
        OneAfterTheOther.run("sender", driver::send, "reporter", driver::report);
    }
}
