package io.lockdep.examples;

/** 16, fixed: the thread is joined when the lock has been given back. lockdep is silent. */
public final class E16_ThreadJoinedUnderLockFixed {

    private final Object state = new Object();
    private boolean closing;

    private E16_ThreadJoinedUnderLockFixed() {}

    private void flush() {
        synchronized (state) {
            System.out.println(closing ? "flushed at the end" : "flushed");
        }
    }

    void close(Thread writer) throws InterruptedException {
        synchronized (state) {
            closing = true;
        }
        writer.join();
        System.out.println("closed");
    }

    /**
     * Writes, then closes.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E16_ThreadJoinedUnderLockFixed log = new E16_ThreadJoinedUnderLockFixed();
        Thread writer = new Thread(log::flush, "writer");
        writer.start();
        InTurn.untilItHasEnded(writer);
        log.close(writer);
    }
}
