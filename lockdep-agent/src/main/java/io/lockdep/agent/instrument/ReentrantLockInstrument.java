package io.lockdep.agent.instrument;

/** {@code java.util.concurrent.locks.ReentrantLock}, JDK 17 to 25. Its conditions are not watched yet. */
final class ReentrantLockInstrument {

    static final JdkLock LOCK = new JdkLock("java/util/concurrent/locks/ReentrantLock", JdkLock.EXCLUSIVE, null, null);

    private ReentrantLockInstrument() {}
}
