package io.lockdep.examples;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lock of one's own making, which no tool can recognise as one: it tells lockdep what it does. */
final class SpinLock {

    private final AtomicBoolean taken = new AtomicBoolean();
    private final LockMap map;

    SpinLock(String name) {
        map = LockMap.ofLock(name, false);
    }

    void lock() {
        map.acquire(LockMode.EXCLUSIVE); // before it can wait
        while (!taken.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    void unlock() {
        taken.set(false);
        map.release();
    }
}
