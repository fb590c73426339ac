package io.lockdep.sim.kthread;

import io.lockdep.Lockdep;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.progress.Stalled;
import io.lockdep.sim.progress.Undertaking;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that makes kworkers and rescuers, one after the other, and needs memory for each; {@code kthreadd} of
 * kernel/kthread.c. <b>This is where the hang of scenario WQ1 lives</b>: it can come to wait for a work, while the pool
 * that should execute it waits for a new worker.
 *
 * <p>Departure: the other threads of {@link Kthreads} are made at boot or with their CPU and cost nothing. Waiting for
 * {@code create->done} has no lock map, as in every kernel but 4.14.
 */
public final class Kthreadd {

    /** A thread that somebody wants; {@code struct kthread_create_info}. */
    private static final class CreateInfo {

        final String name;
        final CountDownLatch done = new CountDownLatch(1);
        volatile @Nullable ThreadStack result;

        CreateInfo(String name) {
            this.name = name;
        }
    }

    private final KthreadDispatch dispatch;
    private final ProgressWatchdog progress;
    private final Kthread kthreadd;
    private final ReentrantLock createLock = Lockdep.name(new ReentrantLock(), "kthread_create_lock");
    private final Deque<CreateInfo> createList = new ArrayDeque<>();
    private volatile ThreadStacks stacks = ThreadStacks.MEMBLOCK;

    /** Whose wish it is fulfilling just now. */
    private volatile @Nullable CreateInfo creating;

    /**
     * Starts the thread.
     *
     * @param kthreads where it belongs
     * @param progress who is told when it does not come to an end
     */
    public Kthreadd(Kthreads kthreads, ProgressWatchdog progress) {
        dispatch = kthreads.dispatch();
        this.progress = progress;
        kthreadd = kthreads.kthreadRun("kthreadd", 0, this::kthreadd);
    }

    /**
     * Lets stacks cost memory from now on.
     *
     * @param stacks where they come from
     */
    public void setStacks(ThreadStacks stacks) {
        this.stacks = stacks;
    }

    /**
     * Has a thread made and waits for it ({@code kthread_create_on_node}). Departure: what is made is its stack; the
     * caller makes the Java thread.
     *
     * @param name its {@code comm}
     * @return what it stands on, or null if there was no memory
     */
    public @Nullable ThreadStack kthreadCreateOnNode(String name) {
        CreateInfo info = new CreateInfo(name);
        createLock.lock();
        try {
            createList.addLast(info);
        } finally {
            createLock.unlock();
        }
        kthreadd.wakeUp();
        try (Undertaking waiting = progress.begin("kthread_create_on_node of " + name, () -> whatKeeps(info))) {
            dispatch.await(info.done);
        }
        return info.result;
    }

    private void kthreadd() {
        for (CreateInfo info = next(); info != null; info = next()) {
            createKthread(info);
        }
    }

    private void createKthread(CreateInfo info) {
        creating = info;
        try {
            info.result = stacks.allocThreadStackNode();
        } catch (Stalled e) {
            // The watchdog has ended what would never have ended: no memory.
            info.result = null;
        } finally {
            creating = null;
            info.done.countDown();
        }
    }

    private @Nullable CreateInfo next() {
        createLock.lock();
        try {
            return createList.pollFirst();
        } finally {
            createLock.unlock();
        }
    }

    private String whatKeeps(CreateInfo info) {
        CreateInfo current = creating;
        if (current == null) {
            return "kthreadd, which is idle";
        }
        return "kthreadd, which wants memory for " + (current == info ? "it" : current.name + " first");
    }
}
