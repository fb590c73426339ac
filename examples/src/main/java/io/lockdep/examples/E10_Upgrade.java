package io.lockdep.examples;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * 10: from reader to writer without letting go.
 *
 * <p>Looking takes the lock for reading, finds the rates missing, and loads them, which takes the lock for writing. A
 * writer waits until there is no reader, and this thread is one: it waits for itself. This needs no second thread and
 * no bad luck, only the first day on which something is missing. lockdep says so before the thread begins to wait.
 * Here the wait can be interrupted, and is.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 10}</pre>
 *
 * <p>The report is in {@code E10_Upgrade.report.txt} beside this file's resources; a test compares it. The fix is {@link
 * E10_UpgradeFixed}: give up the read lock, take the write lock, and look again, because somebody may have been
 * faster.
 */
public final class E10_Upgrade {

    private final ReentrantReadWriteLock rates = new ReentrantReadWriteLock();
    private boolean loaded;

    private E10_Upgrade() {}

    void look() {
        rates.readLock().lock();
        try {
            if (!loaded) {
                load();
            }
        } catch (InterruptedException e) {
            System.out.println("gave up");
        } finally {
            rates.readLock().unlock();
        }
    }

    private void load() throws InterruptedException {
        rates.writeLock().lockInterruptibly();
        try {
            loaded = true;
        } finally {
            rates.writeLock().unlock();
        }
    }

    /**
     * Looks at rates that are not loaded yet, and is woken when it hangs.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E10_Upgrade bank = new E10_Upgrade();
        Thread clerk = new Thread(bank::look, "clerk");
        clerk.start();
        InTurn.untilItWaits(clerk);
        clerk.interrupt();
        clerk.join();
    }
}
