package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;

/**
 * {@code java.util.concurrent.locks.ReentrantReadWriteLock}, JDK 17 to 25: both views, one lock.
 *
 * <p>The views share the lock's synchronizer and nothing else, so that object stands for the lock. A second read by the
 * same thread is granted even when a writer waits, and is recognised by the held stack as the same lock.
 */
final class ReentrantReadWriteLockInstrument {

    private static final String LOCK = "java/util/concurrent/locks/ReentrantReadWriteLock";
    private static final String SYNC = "L" + LOCK + "$Sync;";

    static final JdkLock READ = new JdkLock(LOCK + "$ReadLock", Acquisition.SHARED, "sync", SYNC);
    static final JdkLock WRITE = new JdkLock(LOCK + "$WriteLock", Acquisition.EXCLUSIVE, "sync", SYNC);

    private ReentrantReadWriteLockInstrument() {}
}
