package io.lockdep.locks;

import java.io.Serializable;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a watched lock: waiting releases the lock, and takes it again with whatever else the thread holds, which
 * is an order of locks like any other.
 */
@SuppressWarnings("WaitNotInLoop") // the caller loops
final class WatchedCondition implements Condition, Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the JDK's conditions are serialisable, which their type does not say
    private final Condition condition;

    private final Watch watch;

    WatchedCondition(Condition condition, Watch watch) {
        this.condition = condition;
        this.watch = watch;
    }

    /** {@return the JDK's condition, which its lock asks for} */
    static @Nullable Condition unwrap(@Nullable Condition condition) {
        return condition instanceof WatchedCondition watched ? watched.condition : condition;
    }

    @Override
    public void await() throws InterruptedException {
        int holds = watch.letGo();
        try {
            condition.await();
        } finally {
            watch.regain(holds);
        }
    }

    @Override
    public void awaitUninterruptibly() {
        int holds = watch.letGo();
        try {
            condition.awaitUninterruptibly();
        } finally {
            watch.regain(holds);
        }
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        int holds = watch.letGo();
        try {
            return condition.awaitNanos(nanosTimeout);
        } finally {
            watch.regain(holds);
        }
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        int holds = watch.letGo();
        try {
            return condition.await(time, unit);
        } finally {
            watch.regain(holds);
        }
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        int holds = watch.letGo();
        try {
            return condition.awaitUntil(deadline);
        } finally {
            watch.regain(holds);
        }
    }

    @Override
    public void signal() {
        condition.signal();
    }

    @Override
    public void signalAll() {
        condition.signalAll();
    }
}
