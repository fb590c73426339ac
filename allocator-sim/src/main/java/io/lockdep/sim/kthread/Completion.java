package io.lockdep.sim.kthread;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.util.concurrent.CountDownLatch;

/**
 * Something that one thread waits for and another one does; {@code struct completion} of kernel/sched/completion.c, of
 * use once.
 *
 * <p>Waiting touches the lock map of the completion's class. Who will complete it says so by a scope of that map around
 * what it does before: nobody can know by looking on.
 */
public final class Completion {

    private final KthreadDispatch dispatch;
    private final LockMap map;
    private final CountDownLatch done = new CountDownLatch(1);

    Completion(KthreadDispatch dispatch, LockMap map) {
        this.dispatch = dispatch;
        this.map = map;
    }

    /** Waits, with whatever locks the caller holds ({@code wait_for_completion}). */
    public void waitForCompletion() {
        map.touch(LockMode.EXCLUSIVE);
        dispatch.await(done);
    }

    /** Lets the waiter go on ({@code complete}). */
    public void complete() {
        done.countDown();
    }
}
