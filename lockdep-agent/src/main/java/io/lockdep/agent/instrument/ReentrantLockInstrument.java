package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;

/** {@code java.util.concurrent.locks.ReentrantLock}, JDK 17 to 25. Its conditions are not watched yet. */
final class ReentrantLockInstrument {

    static final JdkLock LOCK =
            new JdkLock("java/util/concurrent/locks/ReentrantLock", Acquisition.EXCLUSIVE, null, null);

    private ReentrantLockInstrument() {}
}
