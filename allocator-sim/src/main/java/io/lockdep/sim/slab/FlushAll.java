package io.lockdep.sim.slab;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.smp.OnEachCpu;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes every CPU give up the slabs of a cache; {@code flush_all} of mm/slub.c.
 *
 * <p>Until 5.14 it interrupted the other CPUs. From 5.15 on it queues works, one per CPU, and waits for them; the works
 * are static, so a mutex, {@code flush_lock}, lets in one flush at a time. In which order that mutex and the CPU hotplug
 * lock are taken is scenario S2c.
 */
final class FlushAll {

    private final SlabPolicy policy;
    private final Cpus cpus;
    private final HotplugLocks locks;
    private final Slub slub;
    private final OnEachCpu onEachCpu;
    private final Workqueues workqueues;
    private final ReentrantLock flushLock = Lockdep.name(new ReentrantLock(), "flush_lock");
    private final List<SlubFlushWork> slubFlush = new ArrayList<>();

    /** {@code struct slub_flush_work}; what to flush is written under {@code flush_lock} before it is queued. */
    private final class SlubFlushWork {

        private final Work work = Work.named("(work_completion)(&sfw->work)", this::flushCpuSlab);
        private volatile @Nullable KmemCache cache;

        /** Flushes the CPU that the worker is on. */
        private void flushCpuSlab() {
            KmemCache flushed = cache;
            if (flushed != null) {
                int cpu = cpus.localIrqSave();
                try {
                    slub.flushCpuSlab(flushed, cpu);
                } finally {
                    cpus.localIrqRestore();
                }
            }
        }
    }

    FlushAll(SlabPolicy policy, Cpus cpus, HotplugLocks locks, Slub slub, Workqueues workqueues) {
        this.policy = policy;
        this.cpus = cpus;
        this.locks = locks;
        this.slub = slub;
        this.workqueues = workqueues;
        onEachCpu = new OnEachCpu(cpus);
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            slubFlush.add(new SlubFlushWork());
        }
    }

    /** {@code flush_all}. Caller must not hold the CPU hotplug lock. */
    void flushAll(KmemCache cache) {
        if (policy.flushWorks() && !policy.flushLockFirst()) {
            locks.underCpus(() -> flushAllCpusLocked(cache));
        } else {
            flushAllCpusLocked(cache);
        }
    }

    /**
     * {@code flush_all_cpus_locked}: the twin for callers that hold the CPU hotplug lock where flushing needs it. There
     * was no twin while {@code flush_lock} came first: <b>then the CPU hotplug lock is taken here, the bug of S2c.</b>
     */
    boolean flushAllCpusLocked(KmemCache cache) {
        if (!policy.flushWorks()) {
            return interruptCpus(cache);
        }
        flushLock.lock();
        try {
            return policy.flushLockFirst() ? locks.underCpus(() -> queueAndFlush(cache)) : queueAndFlush(cache);
        } finally {
            flushLock.unlock();
        }
    }

    private boolean queueAndFlush(KmemCache cache) {
        List<Work> queued = new ArrayList<>();
        for (int cpu : cpus.onlineCpus()) {
            if (cache.cpuSlab(cpu).hasSlab()) {
                SlubFlushWork flush = slubFlush.get(cpu);
                flush.cache = cache;
                workqueues.queueWorkOn(cpu, workqueues.systemWq(), flush.work);
                queued.add(flush.work);
            }
        }
        queued.forEach(workqueues::flushWork);
        return true;
    }

    /** {@code on_each_cpu_cond(has_cpu_slab, flush_cpu_slab, s, 1)}. */
    private boolean interruptCpus(KmemCache cache) {
        onEachCpu.call(cpu -> cache.cpuSlab(cpu).hasSlab(), cpu -> slub.flushCpuSlab(cache, cpu));
        return true;
    }
}
