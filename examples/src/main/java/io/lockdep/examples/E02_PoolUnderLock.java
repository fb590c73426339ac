package io.lockdep.examples;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Resource;

/**
 * 02: a connection taken under a lock, and the lock taken with a connection. No agent.
 *
 * <p>Refreshing the cache locks it and then borrows a connection; loading an entry has a connection and then locks the
 * cache. Ten loads at once have all connections and wait for the cache, which is locked by a refresh that waits for a
 * connection. Here one load runs when one refresh is done, and nothing ever waits. The pool and the lock of the cache are
 * left out: what stands here is what they would tell lockdep, which knows neither.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 02}</pre>
 *
 * <p>The report is in {@code E02_PoolUnderLock.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E02_PoolUnderLockFixed}: who needs both takes the connection first.
 */
public final class E02_PoolUnderLock {

    private final LockMap cache = LockMap.ofLock("shop.cache", true);
    private final Resource connections = Resource.of("shop.connections", 10);

    private E02_PoolUnderLock() {}

    void refresh() {
        cache.acquire(LockMode.EXCLUSIVE);
        connections.acquire();
        System.out.println("refreshed");
        connections.release();
        cache.release();
    }

    void load() {
        connections.acquire();
        cache.acquire(LockMode.EXCLUSIVE);
        System.out.println("loaded");
        cache.release();
        connections.release();
    }

    /**
     * Runs a refresh, then a load, on two threads. Findings go to standard error.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E02_PoolUnderLock shop = new E02_PoolUnderLock();
        OneAfterTheOther.run("refresher", shop::refresh, "loader", shop::load);
    }
}
