package io.lockdep.examples;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Resource;

/** 02, fixed: whoever needs both borrows the connection first. lockdep is silent. */
public final class E02_PoolUnderLockFixed {

    private final LockMap cache = LockMap.ofLock("shop.cache", true);
    private final Resource connections = Resource.of("shop.connections", 10);

    private E02_PoolUnderLockFixed() {}

    void refresh() {
        connections.acquire();
        cache.acquire(LockMode.EXCLUSIVE);
        System.out.println("refreshed");
        cache.release();
        connections.release();
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
        E02_PoolUnderLockFixed shop = new E02_PoolUnderLockFixed();
        OneAfterTheOther.run("refresher", shop::refresh, "loader", shop::load);
    }
}
