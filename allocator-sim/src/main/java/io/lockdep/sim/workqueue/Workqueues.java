package io.lockdep.sim.workqueue;

import io.lockdep.LockMode;
import io.lockdep.sim.kthread.Kthreadd;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.sched.Uninterruptibly;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Queueing and flushing of works, and what CPU hotplug does to the pools; kernel/workqueue.c, 4.10 and 4.14.
 */
public final class Workqueues {

    private static final int WQ_DFL_ACTIVE = 256;

    private final Dispatch dispatch;
    private final Kthreads kthreads;
    private final Kthreadd kthreadd;
    private final ProgressWatchdog progress;
    private final Tracepoints trace;
    private final List<WorkerPool> pools = new ArrayList<>();
    private final Queue<Throwable> oopses = new ConcurrentLinkedQueue<>();
    private final FlushDependency flushDependency = new FlushDependency();
    private final ProcessOneWork processOneWork;
    private final Workqueue systemWq;

    /**
     * Makes a pool without workers for every possible CPU ({@code workqueue_init_early}).
     *
     * @param possibleCpus how many
     * @param kthreads where the threads of rescuers belong
     * @param dispatch who decides which worker runs when
     * @param progress who is told of waits that do not end
     * @param trace where execution is noted
     */
    public Workqueues(
            int possibleCpus, Kthreads kthreads, Dispatch dispatch, ProgressWatchdog progress, Tracepoints trace) {
        this.dispatch = dispatch;
        this.kthreads = kthreads;
        this.progress = progress;
        this.trace = trace;
        kthreadd = new Kthreadd(kthreads, progress);
        processOneWork = new ProcessOneWork(dispatch, trace, oopses);
        for (int cpu = 0; cpu < possibleCpus; cpu++) {
            pools.add(new WorkerPool(cpu, this));
        }
        systemWq = allocWorkqueue("events", Workqueue.Kind.ORDINARY);
    }

    /**
     * Makes a workqueue ({@code alloc_workqueue}). Departure: the thread of its rescuer costs no memory.
     *
     * @param name goes into the class of its lock map and is the name of its rescuer
     * @param kind what it promises
     * @return a workqueue that uses the pools of these workqueues
     */
    public Workqueue allocWorkqueue(String name, Workqueue.Kind kind) {
        return allocWorkqueue(name, kind, WQ_DFL_ACTIVE);
    }

    /**
     * Makes a workqueue that does not take all workers.
     *
     * @param name goes into the class of its lock map
     * @param kind what it promises
     * @param maxActive how many of its works are executed at the same time on one CPU
     * @return a workqueue that uses the pools of these workqueues
     */
    public Workqueue allocWorkqueue(String name, Workqueue.Kind kind, int maxActive) {
        boolean rescued = kind == Workqueue.Kind.MEM_RECLAIM;
        Rescuer rescuer = rescued ? new Rescuer(name, kthreads, processOneWork, trace) : null;
        return new Workqueue(name, rescuer, maxActive);
    }

    /**
     * The workqueue of everybody who has none of his own ({@code system_wq}); it promises nothing.
     *
     * @return named {@code events}
     */
    public Workqueue systemWq() {
        return systemWq;
    }

    /**
     * Who makes the workers.
     *
     * @return the thread that takes memory for them
     */
    public Kthreadd kthreadd() {
        return kthreadd;
    }

    /**
     * Queues a work on the calling task's CPU under {@code system_wq} ({@code schedule_work}).
     *
     * @param work what to do; nothing happens if it is pending
     */
    public void scheduleWork(Work work) {
        queueWorkOn(Task.current().cpu(), systemWq, work);
    }

    /**
     * Queues a work on a CPU, which may be offline: then an unbound worker executes it anywhere.
     *
     * @param cpu a CPU that was online at some time
     * @param workqueue under which name
     * @param work what to do; nothing happens if it is pending
     */
    public void queueWorkOn(int cpu, Workqueue workqueue, Work work) {
        if (work.setPending()) {
            // A work that is running must not be run by a second worker, so it goes to the same pool again.
            WorkerPool running = work.runningIn();
            WorkerPool pool = running != null ? running : pools.get(cpu);
            QueuedWork queued = new QueuedWork(work, workqueue, pool, new CountDownLatch(1));
            work.setLatest(queued);
            pool.insert(queued);
        }
    }

    /**
     * Waits until the latest queueing of a work has been executed ({@code flush_work}). A wait point: what the caller
     * holds depends on the work, and for a workqueue with a rescuer on the whole workqueue.
     *
     * @param work one that may or may not be queued
     */
    public void flushWork(Work work) {
        work.map().touch(LockMode.EXCLUSIVE);
        QueuedWork queued = work.latest();
        if (queued == null || queued.done().getCount() == 0) {
            return;
        }
        flushDependency.check(queued, processOneWork.current());
        if (queued.workqueue().hasRescuer()) {
            queued.workqueue().map().touch(LockMode.EXCLUSIVE);
        }
        try (Undertaking flush = progress.begin("flush_work of " + work.lockClass(), () -> whatKeeps(queued))) {
            dispatch.awaitDone(queued, flush);
        }
    }

    /**
     * Does something on each of some CPUs, by works on {@code system_wq}, and waits for all ({@code
     * schedule_on_each_cpu}). Departure: the caller says which CPUs; the kernel holds the hotplug lock meanwhile.
     *
     * @param cpus where
     * @param lockClass class of the works' lock map
     * @param body what to do, on a kworker of the CPU
     */
    public void scheduleOnEachCpu(int[] cpus, String lockClass, Runnable body) {
        List<Work> works = new ArrayList<>();
        for (int cpu : cpus) {
            Work work = Work.named(lockClass, body);
            queueWorkOn(cpu, systemWq, work);
            works.add(work);
        }
        works.forEach(this::flushWork);
    }

    /**
     * Gives a CPU its first worker ({@code workqueue_prepare_cpu}).
     *
     * @param cpu one that is about to come online
     * @return false if there is no memory for one
     */
    public boolean prepareCpu(int cpu) {
        WorkerPool pool = pools.get(cpu);
        return pool.workerCount() > 0 || pool.createWorker();
    }

    /**
     * Binds a CPU's workers to it ({@code workqueue_online_cpu}).
     *
     * @param cpu one that is online
     */
    public void onlineCpu(int cpu) {
        pools.get(cpu).setBound(true);
    }

    /**
     * Lets a CPU's workers run anywhere ({@code workqueue_offline_cpu}, {@code wq_unbind_fn}).
     *
     * @param cpu one that is about to go offline
     */
    public void offlineCpu(int cpu) {
        pools.get(cpu).setBound(false);
    }

    /**
     * The pools.
     *
     * @return one per possible CPU, in their order
     */
    public List<WorkerPool> pools() {
        return List.copyOf(pools);
    }

    /**
     * Whether no work is queued or running.
     *
     * @return true if all workers are idle; out of date at once if anybody queues works
     */
    public boolean isIdle() {
        return pools.stream().allMatch(WorkerPool::isIdle);
    }

    /**
     * What works threw.
     *
     * @return every exception so far; a run in which there is one has failed
     */
    public List<Throwable> oopses() {
        return List.copyOf(oopses);
    }

    /**
     * What the workqueues complained about.
     *
     * @return a line each time that reclaim came to depend on a workqueue without a rescuer
     */
    public List<String> warnings() {
        return flushDependency.warnings();
    }

    /** Ends all workers once they are idle, and waits for them. The other threads of the kernel end later. */
    public void stop() {
        // A manager needs kthreadd, which may need works done: so first the managers come to an end.
        pools.forEach(WorkerPool::setComplete);
        dispatch.awaitRest(() -> pools.stream().noneMatch(WorkerPool::hasManager));
        for (WorkerPool pool : pools) {
            for (Worker worker : pool.stop()) {
                dispatch.retire(worker);
                Uninterruptibly.join(worker.thread());
            }
        }
        dispatch.timers().stop();
    }

    Dispatch dispatch() {
        return dispatch;
    }

    ProcessOneWork processOneWork() {
        return processOneWork;
    }

    Tracepoints trace() {
        return trace;
    }

    private static String whatKeeps(QueuedWork queued) {
        PoolState state = queued.pool().tryLook();
        return "a kworker of CPU " + queued.pool().cpu()
                + (state == null ? "" : ", " + state.staff()) + "; workqueue "
                + queued.workqueue().name()
                + (queued.workqueue().hasRescuer() ? " has a rescuer" : " has no rescuer");
    }
}
