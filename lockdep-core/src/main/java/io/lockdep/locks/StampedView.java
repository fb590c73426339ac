package io.lockdep.locks;

import io.lockdep.engine.LockView;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A stamped lock without its stamps. The JDK's view, which is behind this one, takes the lock by the watched methods, but
 * releases it by one of its own.
 */
final class StampedView implements Lock, LockView {

    private final StampedLock whole;
    private final Lock view;
    private final int flags;

    StampedView(StampedLock whole, Lock view, int flags) {
        this.whole = whole;
        this.view = view;
        this.flags = flags;
    }

    @Override
    public Object whole() {
        return whole;
    }

    @Override
    public void lock() {
        view.lock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        view.lockInterruptibly();
    }

    @Override
    public boolean tryLock() {
        return view.tryLock();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return view.tryLock(time, unit);
    }

    @Override
    public void unlock() {
        int before = whole.watch.before();
        try {
            view.unlock();
        } catch (IllegalMonitorStateException e) {
            whole.watch.refused(e);
            throw e;
        }
        whole.watch.released(before, flags);
    }

    @Override
    public Condition newCondition() {
        return view.newCondition();
    }
}
