package io.lockdep.sim.scenario;

import io.lockdep.sim.devtmpfs.MsrModule;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.shmem.ShmemInode;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;

/**
 * CPUs that come and go in the script of C0, a driver with a device on each of them, and a file that is spliced to on one
 * CPU and sealed on another.
 */
final class CleanCpus {

    /** Where the other parts of the script free pages that the boot CPU has allocated. */
    static final int SECOND_CPU = 1;

    private static final int THIRD_CPU = 2;

    private static final int PAGES = 100;

    private final Stage stage;
    private final Tracepoints trace;
    private final SimKernel kernel;
    private final MsrModule msr;
    private final ShmemInode file;
    private final Actor boot;
    private final Actor modprobe;
    private final Actor admin;
    private final Actor splice;
    private final Actor fcntl;
    private final Actor everywhere;

    CleanCpus(Stage stage, Tracepoints trace) {
        this.stage = stage;
        this.trace = trace;
        kernel = stage.kernel();
        msr = new MsrModule(kernel.hotplug(), kernel.devtmpfs());
        file = kernel.shmem().memfdCreate();
        boot = stage.actor("swapper/0", 0);
        modprobe = stage.actor("modprobe", 0);
        admin = stage.actor("chcpu", 0);
        splice = stage.actor("splice", SECOND_CPU);
        fcntl = stage.actor("fcntl", 0);
        everywhere = stage.actor("taskset", 0);
    }

    /** Who takes CPUs up and down. */
    Actor admin() {
        return admin;
    }

    void bootAndLoadDriver() {
        stage.turn("A", boot, () -> {
            new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
            return online();
        });
        stage.turn("B", modprobe, () -> "loaded: " + msr.msrInit());
    }

    void bringUpAndTakeDownThirdCpu() {
        stage.turn("C", admin, () -> {
            kernel.hotplug().cpuUp(THIRD_CPU);
            String account = online();
            kernel.hotplug().cpuDown(THIRD_CPU);
            return account + ", then " + online();
        });
    }

    void spliceAndSeal() {
        stage.turn("D", splice, () -> S1.spliceTo(file, kernel));
        stage.turn("E", fcntl, () -> {
            String account = S1.seal(file, stage, trace);
            file.evict();
            return account;
        });
    }

    /** The fast path of allocations and frees, on each CPU. */
    void allocateOnEachCpu() {
        stage.turn("X", everywhere, () -> {
            int pages = 0;
            for (int cpu : kernel.cpus().onlineCpus()) {
                Task.current().setCpu(cpu);
                AnonymousMemory anonymous = new AnonymousMemory(kernel.pages());
                while (anonymous.size() < PAGES) {
                    anonymous.fault();
                }
                pages += anonymous.size();
                anonymous.unmapAll();
            }
            return pages + " pages";
        });
    }

    void bringUp(int cpu) {
        stage.turn("C", admin, () -> {
            kernel.hotplug().cpuUp(cpu);
            return online();
        });
    }

    /** Leaves pages on the lists of a CPU that goes down and stays so. */
    void unloadDriverAndTakeDownSecondCpu() {
        stage.turn("B", modprobe, () -> {
            msr.msrExit();
            return "unloaded";
        });
        stage.turn("D", splice, () -> {
            ShmemInode other = kernel.shmem().memfdCreate();
            String account = S1.spliceTo(other, kernel);
            other.evict();
            return account;
        });
        stage.turn("C", admin, () -> {
            kernel.hotplug().cpuDown(SECOND_CPU);
            return online();
        });
    }

    private String online() {
        return "online CPUs: " + kernel.cpus().onlineCount();
    }
}
