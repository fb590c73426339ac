package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.kernfs.KernfsNode;
import io.lockdep.sim.kernfs.KernfsOps;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * The memory blocks as devices in sysfs: {@code /devices/system/memory/memoryN/state} switches one on and off, and
 * {@code unbind} of the driver that brought a block takes it away; drivers/base/memory.c and drivers/dax/kmem.c.
 *
 * <p>A write holds an active reference to the file, and removal of the block waits for it.
 *
 * <p>Departure: a block belongs to one zone, so there is no {@code online_kernel} and {@code online_movable}.
 */
final class MemoryBlockDevices {

    /** Where the blocks are. */
    static final String DIRECTORY = "/devices/system/memory";

    /** Where the driver is. */
    static final String DRIVER = "/bus/dax/drivers/kmem";

    private final Kernfs sysfs;
    private final DeviceHotplugLock deviceHotplugLock;

    MemoryBlockDevices(Kernfs sysfs, DeviceHotplugLock deviceHotplugLock) {
        this.sysfs = sysfs;
        this.deviceHotplugLock = deviceHotplugLock;
    }

    DeviceHotplugLock deviceHotplugLock() {
        return deviceHotplugLock;
    }

    /** {@code memory_dev_init}. */
    void populate(MemoryHotplug hotplug) {
        directory(DIRECTORY);
        sysfs.createFile(directory(DRIVER), "unbind", "unbind", new Unbind(hotplug));
        for (MemoryBlock block : hotplug.blocks()) {
            if (block.state() != MemoryBlock.State.ABSENT) {
                createMemoryBlockDevice(hotplug, block);
            }
        }
    }

    void createMemoryBlockDevice(MemoryHotplug hotplug, MemoryBlock block) {
        KernfsNode device = sysfs.createDir(directory(DIRECTORY), block.name());
        sysfs.createFile(device, "state", "memory_block", new StateFile(hotplug, block));
    }

    void removeMemoryBlockDevice(MemoryBlock block) {
        KernfsNode device = sysfs.walk(DIRECTORY + "/" + block.name());
        if (device != null) {
            sysfs.remove(device);
        }
    }

    private KernfsNode directory(String path) {
        KernfsNode known = sysfs.walk(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        return sysfs.createDir(directory(path.substring(0, slash)), path.substring(slash + 1));
    }

    /** {@code state_show} and {@code state_store}. */
    private final class StateFile implements KernfsOps {

        private final MemoryHotplug hotplug;
        private final MemoryBlock block;

        StateFile(MemoryHotplug hotplug, MemoryBlock block) {
            this.hotplug = hotplug;
            this.block = block;
        }

        @Override
        public String seqShow() {
            return block.state().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public int write(String text) {
            return switch (text) {
                case "online" -> store(text, hotplug::deviceOnline);
                case "offline" -> store(text, hotplug::deviceOffline);
                default -> Errno.EINVAL;
            };
        }

        private int store(String text, ToIntFunction<MemoryBlock> change) {
            int rc = deviceHotplugLock.lockDeviceHotplugSysfs();
            if (rc != 0) {
                return rc;
            }
            try {
                rc = change.applyAsInt(block);
            } finally {
                deviceHotplugLock.unlockDeviceHotplug();
            }
            return rc == MemoryHotplug.NOTHING_TO_DO ? Errno.EINVAL : rc < 0 ? rc : text.length();
        }
    }

    /** {@code unbind_store} with {@code dev_dax_kmem_remove}. */
    private record Unbind(MemoryHotplug hotplug) implements KernfsOps {

        @Override
        public String seqShow() {
            return "";
        }

        @Override
        public int write(String text) {
            for (MemoryBlock block : hotplug.blocks()) {
                if (block.name().equals(text) && block.state() != MemoryBlock.State.ABSENT) {
                    int rc = hotplug.removeMemory(block);
                    return rc == 0 ? text.length() : rc;
                }
            }
            return Errno.ENODEV;
        }
    }
}
