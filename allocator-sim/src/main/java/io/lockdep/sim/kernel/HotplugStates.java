package io.lockdep.sim.kernel;

import io.lockdep.sim.hotplug.CpuHotplug;
import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.irq.SparseIrq;
import io.lockdep.sim.memory.DrainAllPages;
import io.lockdep.sim.memory.LruCache;
import io.lockdep.sim.memory.PcpBatchHigh;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.relay.RelayChannels;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.slab.SlabAllocator;
import io.lockdep.sim.smp.Smpcfd;
import io.lockdep.sim.workqueue.Workqueues;

/**
 * Who has something to do when a CPU comes or goes: the callbacks that are registered at boot; {@code cpuhp_hp_states} of
 * kernel/cpu.c and the calls of {@code cpuhp_setup_state_nocalls} all over the kernel.
 *
 * @param hotplug where they are registered
 * @param cpus the online mask
 * @param stopMachine what takes the last step down
 * @param workqueues whose workers are bound and unbound
 * @param drain what empties the lists of dead CPUs
 * @param lruCache what empties their pagevecs
 * @param pcp what gives lists their sizes
 * @param slab what flushes their slabs
 * @param relay what prepares buffers
 * @param sparseIrq what gives interrupts to CPUs
 * @param smpcfd what allocates the memory of cross calls
 */
record HotplugStates(
        CpuHotplug hotplug,
        Cpus cpus,
        StopMachine stopMachine,
        Workqueues workqueues,
        DrainAllPages drain,
        LruCache lruCache,
        PcpBatchHigh pcp,
        SlabAllocator slab,
        RelayChannels relay,
        SparseIrq sparseIrq,
        Smpcfd smpcfd) {

    /** Registers all of them, in the order of the states, and does for the boot CPU what it needs. */
    void setup(VariantFlags flags) {
        hotplug.setupState(CpuhpState.SLUB_DEAD, CpuhpStep.down(slab.hotplug()::slubCpuDead));
        hotplug.setupState(CpuhpState.RELAY_PREPARE, new CpuhpStep(relay::relayPrepareCpu, cpu -> {}));
        hotplug.setupState(CpuhpState.PAGE_ALLOC_DEAD, pageAlloc(flags.has(Patch.CPU_ONLINE_UPDATES_PCP)));
        hotplug.setupState(CpuhpState.WORKQUEUE_PREP, new CpuhpStep(workqueues::prepareCpu, cpu -> {}));
        hotplug.setupState(CpuhpState.SMPCFD_PREPARE, new CpuhpStep(smpcfd::smpcfdPrepareCpu, smpcfd::smpcfdDeadCpu));
        hotplug.setupState(
                CpuhpState.TEARDOWN_CPU,
                CpuhpStep.down(cpu -> stopMachine.stopMachineCpuslocked(() -> cpus.takeCpuDown(cpu))));
        if (flags.has(Patch.CPUHP_THREADS)) {
            hotplug.setupState(CpuhpState.AP_IRQ_AFFINITY_ONLINE, CpuhpStep.up(sparseIrq::irqAffinityOnlineCpu));
        }
        hotplug.setupState(CpuhpState.AP_WORKQUEUE_ONLINE, workqueueOnline());
        if (flags.has(Patch.DRAIN_FLAG_AND_HOOK)) {
            hotplug.setupState(CpuhpState.AP_ONLINE_DYN, drainFlag());
        }
        if (!smpcfd.smpcfdPrepareCpu(0)) {
            throw new IllegalStateException("no memory for the boot CPU");
        }
    }

    private CpuhpStep pageAlloc(boolean updatesPcp) {
        return new CpuhpStep(
                cpu -> {
                    if (updatesPcp) {
                        pcp.pageAllocCpuOnline(cpu);
                    }
                    return true;
                },
                this::pageAllocCpuDead);
    }

    /** {@code page_alloc_cpu_dead}: nobody else would ever find the pages that a dead CPU keeps. */
    private void pageAllocCpuDead(int cpu) {
        lruCache.lruAddDrainCpu(cpu);
        drain.pageAllocCpuDead(cpu);
    }

    private CpuhpStep workqueueOnline() {
        return new CpuhpStep(
                cpu -> {
                    workqueues.onlineCpu(cpu);
                    return true;
                },
                workqueues::offlineCpu);
    }

    private CpuhpStep drainFlag() {
        return new CpuhpStep(
                cpu -> {
                    drain.setMayQueue(cpu);
                    return true;
                },
                drain::clearMayQueueAndFlush);
    }
}
