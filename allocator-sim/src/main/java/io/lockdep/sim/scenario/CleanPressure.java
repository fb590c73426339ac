package io.lockdep.sim.scenario;

import io.lockdep.sim.bpf.ArrayMap;
import io.lockdep.sim.bpf.MapAttr;
import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.percpu.PercpuSizes;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.StepGate;

/**
 * Memory runs out in the script of C0: for a bpf map, whose pages are found by draining while a CPU goes down, and for a
 * process, which is killed for it.
 */
final class CleanPressure {

    /** Clean file pages, so that direct reclaim makes progress a few times. */
    private static final int FILE_PAGES = 256;

    /** Ten elements of a page each: more than the boot chunk and one new chunk have room for. */
    private static final MapAttr MAP = new MapAttr(PercpuSizes.PAGE_SIZE, 10);

    private final Stage stage;
    private final SimKernel kernel;
    private final Zone zone;
    private final Actor reader;
    private final Actor hog;
    private final Actor bpf;
    private String meanwhile = "stayed online";

    CleanPressure(Stage stage, int thirdCpu) {
        this.stage = stage;
        kernel = stage.kernel();
        zone = kernel.zones().get(kernel.zones().size() - 1);
        reader = stage.actor("tar", CleanCpus.SECOND_CPU);
        hog = stage.actor("stress", 0);
        bpf = stage.actor("syz-executor", thirdCpu);
        // The kworkers of a CPU that goes down get to their works when they have been let loose and it is still online.
        kernel.hotplug().setupState(CpuhpState.AP_ONLINE_IDLE, CpuhpStep.down(cpu -> stage.runPendingWorks(cpu)));
    }

    /** Whoever takes the second CPU down finds works queued on it, unless the drain keeps it from going. */
    void createMap(Actor admin) {
        MemoryHog memory = new MemoryHog(kernel);
        stage.turn("N", reader, () -> kernel.pageCache().readahead(FILE_PAGES) + " pages read");
        stage.turn("O", hog, () -> memory.fillDownTo(zone.watermarks().min()));
        kernel.gates().arm(StepGate.DRAIN_QUEUED, () -> {
            kernel.gates().disarm(StepGate.DRAIN_QUEUED);
            if (kernel.hotplugLock().refcount() == 0) {
                meanwhile = admin.turn(() -> takeDownSecondCpu());
            }
        });
        stage.turn("P", bpf, this::createAndFree);
        kernel.gates().disarm(StepGate.DRAIN_QUEUED);
        stage.tell("C", admin, meanwhile);
        stage.turn("O", hog, memory::exit);
        stage.runPendingWorks("W");
    }

    /** The victim has something to write before it exits. */
    void runOutOfMemory(Runnable lastWrite) {
        stage.turn("O", hog, () -> {
            MemoryHog memory = new MemoryHog(kernel);
            kernel.pages().oomKiller().register(hog.task(), memory.mm());
            while (!hog.task().isMemdie() && memory.mm().fault()) {
                // Maps on.
            }
            String account =
                    "killed: " + hog.task().isMemdie() + " with " + memory.mm().size() + " pages";
            lastWrite.run();
            memory.exit();
            kernel.pages().oomKiller().exit(hog.task());
            return account;
        });
        stage.runPendingWorks("W");
    }

    private String createAndFree() {
        ArrayMap map = kernel.bpf().sysBpf(MAP);
        if (map == null) {
            return "no memory";
        }
        int elements = map.elements().size();
        map.arrayMapFree();
        return "elements allocated: " + elements;
    }

    private String takeDownSecondCpu() {
        kernel.hotplug().cpuDown(CleanCpus.SECOND_CPU);
        return "online CPUs: " + kernel.cpus().onlineCount() + ", works were queued on CPU 1";
    }
}
