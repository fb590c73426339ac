package io.lockdep.sim.memoryhotplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.ScriptedKernel;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.VariantFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryHotplugTest {

    private static final int ABSENT = 1;

    private final ScriptedKernel machine = new ScriptedKernel(SimConfig.hotpluggable(ABSENT), VariantFlags.K5_15);
    private final MemoryHotplug hotplug = machine.kernel().memoryHotplug();
    private final MemorySysfs sysfs = new MemorySysfs(machine.kernel().sysfs());
    private final List<MemoryAction> actions = new ArrayList<>();

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void aBlockGoesOfflineAndComesBack() {
        machine.run(() -> {
            MemoryBlock block = last(ABSENT);
            Zone zone = block.zone();
            int present = zone.presentPages();
            int low = zone.watermarks().low();
            hotplug.notifiers().register(actions::add);

            assertThat(sysfs.setState(block, "offline")).isZero();
            assertThat(block.state()).isEqualTo(MemoryBlock.State.OFFLINE);
            assertThat(zone.presentPages()).isEqualTo(present - MemoryBlock.PAGES);
            assertThat(zone.watermarks().low()).isLessThan(low);
            assertThat(read(block)).isEqualTo("offline");

            assertThat(sysfs.setState(block, "online")).isZero();
            assertThat(zone.presentPages()).isEqualTo(present);
            assertThat(actions)
                    .containsExactly(
                            MemoryAction.GOING_OFFLINE,
                            MemoryAction.OFFLINE,
                            MemoryAction.GOING_ONLINE,
                            MemoryAction.ONLINE);
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void aBlockWithKernelMemoryStaysOnlineAndNobodyIsTold() {
        machine.run(() -> {
            int pfn = machine.kernel().pages().allocPagesNodemask(Gfp.KERNEL, 0);
            MemoryBlock block = hotplug.blockOf(pfn);
            hotplug.notifiers().register(actions::add);

            assertThat(sysfs.setState(block, "offline")).isEqualTo(Errno.EBUSY);
            assertThat(block.state()).isEqualTo(MemoryBlock.State.ONLINE);
            assertThat(actions).as("isolation failed before anybody is told").isEmpty();

            machine.kernel().pages().freePages(pfn, 0);
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void whatIsWrittenToAStateMustBeAChange() {
        machine.run(() -> {
            MemoryBlock block = last(ABSENT);

            assertThat(sysfs.setState(block, "online")).isEqualTo(Errno.EINVAL);
            assertThat(sysfs.setState(block, "off")).isEqualTo(Errno.EINVAL);
            assertThat(sysfs.setState(block, "offline")).isZero();
            assertThat(sysfs.setState(block, "offline")).isEqualTo(Errno.EINVAL);
        });
    }

    @Test
    void aBlockIsPluggedInOfflineAndTakenAwayOfflineOnly() {
        machine.run(() -> {
            MemoryBlock block = last(0);
            assertThat(sysfs.setState(block, "online")).isEqualTo(Errno.ENODEV);

            assertThat(hotplug.addMemory(block)).isZero();
            assertThat(hotplug.addMemory(block)).isEqualTo(Errno.EBUSY);
            assertThat(block.state()).isEqualTo(MemoryBlock.State.OFFLINE);
            assertThat(sysfs.setState(block, "online")).isZero();
            assertThat(sysfs.unbind(block)).as("online").isEqualTo(Errno.EBUSY);
            assertThat(sysfs.setState(block, "offline")).isZero();

            OpenFile state = Objects.requireNonNull(machine.kernel().sysfs().open(path(block)));
            assertThat(sysfs.unbind(block)).isZero();
            assertThat(block.state()).isEqualTo(MemoryBlock.State.ABSENT);
            assertThat(state.write("online")).isEqualTo(Errno.ENODEV);
            assertThat(sysfs.unbind(block)).isEqualTo(Errno.ENODEV);
            assertThat(machine.violations()).isEmpty();
        });
    }

    private MemoryBlock last(int before) {
        return hotplug.blocks().get(hotplug.blocks().size() - 1 - before);
    }

    private String read(MemoryBlock block) {
        return Objects.requireNonNull(
                Objects.requireNonNull(machine.kernel().sysfs().open(path(block)))
                        .read());
    }

    private static String path(MemoryBlock block) {
        return MemoryBlockDevices.DIRECTORY + "/" + block.name() + "/state";
    }
}
