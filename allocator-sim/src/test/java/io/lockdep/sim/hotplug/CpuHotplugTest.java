package io.lockdep.sim.hotplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuHotplugTest {

    private final Cpus cpus = new Cpus(2);
    private final CpuHotplugLock lock = new RefcountHotplugLock();
    private final CpuHotplug hotplug = new CpuHotplug(cpus, lock, Tracepoints.off());
    private final List<String> calls = new ArrayList<>();

    @Test
    void aCpuGoesThroughTheStatesInOrderAndBackInReverse() {
        record(CpuhpState.WORKQUEUE_PREP);
        record(CpuhpState.SMPCFD_PREPARE);
        record(CpuhpState.AP_WORKQUEUE_ONLINE);

        assertThat(hotplug.cpuUp(1)).isTrue();
        hotplug.cpuDown(1);

        assertThat(calls)
                .containsExactly(
                        "up WORKQUEUE_PREP offline",
                        "up SMPCFD_PREPARE offline",
                        "up AP_WORKQUEUE_ONLINE online",
                        "down AP_WORKQUEUE_ONLINE online",
                        "down SMPCFD_PREPARE offline",
                        "down WORKQUEUE_PREP offline");
        assertThat(hotplug.state(1)).isEqualTo(CpuhpState.OFFLINE);
    }

    @Test
    void aCallbackThatFailsTakesTheCpuDownAgainFromWhereItWas() {
        record(CpuhpState.WORKQUEUE_PREP);
        hotplug.setupState(CpuhpState.SMPCFD_PREPARE, new CpuhpStep(cpu -> false, cpu -> calls.add("never")));
        record(CpuhpState.AP_WORKQUEUE_ONLINE);

        assertThat(hotplug.cpuUp(1)).isFalse();

        assertThat(calls).containsExactly("up WORKQUEUE_PREP offline", "down WORKQUEUE_PREP offline");
        assertThat(cpus.isOnline(1)).isFalse();
        assertThat(hotplug.refcount()).isZero();
    }

    @Test
    void callbacksRunAsTheActiveWriterAndMayReadLockAgain() {
        hotplug.setupState(CpuhpState.SMPCFD_PREPARE, CpuhpStep.up(cpu -> {
            lock.getOnlineCpus();
            calls.add("refcount " + hotplug.refcount());
            lock.putOnlineCpus();
        }));

        hotplug.cpuUp(1);

        assertThat(calls).containsExactly("refcount 0");
    }

    @Test
    void theBootCpuStays() {
        assertThatThrownBy(() -> hotplug.cpuDown(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bringingUpACpuThatIsUpChangesNothing() {
        hotplug.cpuUp(1);
        record(CpuhpState.AP_ONLINE_DYN);

        assertThat(hotplug.cpuUp(1)).isTrue();

        assertThat(calls).isEmpty();
    }

    private void record(CpuhpState state) {
        hotplug.setupState(
                state,
                new CpuhpStep(
                        cpu -> calls.add("up " + state + online(cpu)),
                        cpu -> calls.add("down " + state + online(cpu))));
    }

    private String online(int cpu) {
        return cpus.isOnline(cpu) ? " online" : " offline";
    }
}
