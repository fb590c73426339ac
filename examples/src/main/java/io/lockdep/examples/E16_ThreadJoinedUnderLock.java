package io.lockdep.examples;

/**
 * 16: a thread is joined under a lock that it needs.
 *
 * <p>Closing locks the state and waits for the writer to end. The writer flushes under the same lock. If it is not
 * done when the log is closed, it waits for the lock, and who closes waits for it. A shutdown that hangs now and then,
 * and is killed by whoever has pressed the button, often is this. Here the writer has ended before.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 16}</pre>
 *
 * <p>The report is in {@code E16_ThreadJoinedUnderLock.report.txt} beside this file's resources; a test compares it. The
 * fix is {@link E16_ThreadJoinedUnderLockFixed}: say under the lock that the log is closing, give it back, and join.
 */
public final class E16_ThreadJoinedUnderLock {

    private final Object state = new Object();
    private boolean closing;

    private E16_ThreadJoinedUnderLock() {}

    private void flush() {
        synchronized (state) {
            System.out.println(closing ? "flushed at the end" : "flushed");
        }
    }

    void close(Thread writer) throws InterruptedException {
        synchronized (state) {
            closing = true;
            writer.join();
        }
        System.out.println("closed");
    }

    /**
     * Writes, then closes.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E16_ThreadJoinedUnderLock log = new E16_ThreadJoinedUnderLock();
        Thread writer = new Thread(log::flush, "writer");
        writer.start();
        InTurn.untilItHasEnded(writer);
        log.close(writer);
    }
}
