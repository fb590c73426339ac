package io.lockdep.examples;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** 10, fixed: gives up the read lock before it takes the write lock, and looks again. lockdep is silent. */
public final class E10_UpgradeFixed {

    private final ReentrantReadWriteLock rates = new ReentrantReadWriteLock();
    private boolean loaded;

    private E10_UpgradeFixed() {}

    void look() {
        rates.readLock().lock();
        boolean stale = !loaded;
        rates.readLock().unlock();
        if (stale) {
            load();
        }
    }

    private void load() {
        rates.writeLock().lock();
        try {
            if (!loaded) {
                loaded = true;
                System.out.println("loaded");
            }
        } finally {
            rates.writeLock().unlock();
        }
    }

    /**
     * Looks at rates that are not loaded yet.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E10_UpgradeFixed bank = new E10_UpgradeFixed();
        Thread clerk = new Thread(bank::look, "clerk");
        clerk.start();
        clerk.join();
    }
}
