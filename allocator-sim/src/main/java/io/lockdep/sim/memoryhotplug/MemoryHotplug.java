package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import java.util.List;

/**
 * Adds, onlines, offlines and removes memory blocks; mm/memory_hotplug.c and drivers/base/memory.c, 5.3 and 5.8.
 *
 * <p>Lock order: {@code device_hotplug_lock}, {@code &dev->mutex}, {@code cpu_hotplug_lock} as a reader,
 * {@code mem_hotplug_lock} as the writer, then whatever the work takes.
 */
public final class MemoryHotplug {

    /** What {@code device_online} and {@code device_offline} return when the device is in that state already. */
    static final int NOTHING_TO_DO = 1;

    private final DeviceHotplugLock deviceHotplugLock;
    private final MemHotplugLock memHotplugLock;
    private final List<MemoryBlock> blocks;
    private final MemoryBlockDevices devices;
    private final OfflinePages offlinePages;
    private final MemoryNotifiers notifiers;
    private final ZoneSizes sizes;
    private final MachineStopper stopper;
    private final boolean archStopsMachine;
    private final boolean removesDevicesUnderLock;
    private final boolean removeErrorUnbalanced;

    MemoryHotplug(
            VariantFlags flags,
            MemHotplugLock memHotplugLock,
            List<MemoryBlock> blocks,
            MemoryBlockDevices devices,
            OfflinePages offlinePages,
            MemoryNotifiers notifiers,
            ZoneSizes sizes,
            MachineStopper stopper) {
        deviceHotplugLock = devices.deviceHotplugLock();
        this.memHotplugLock = memHotplugLock;
        this.blocks = List.copyOf(blocks);
        this.devices = devices;
        this.offlinePages = offlinePages;
        this.notifiers = notifiers;
        this.sizes = sizes;
        this.stopper = stopper;
        archStopsMachine = flags.has(Patch.ARCH_MEMORY_STOPS_MACHINE);
        removesDevicesUnderLock = flags.has(Patch.MEM_REMOVE_UNDER_LOCK);
        removeErrorUnbalanced = flags.has(Patch.MEM_REMOVE_ERROR_UNBALANCED);
        devices.populate(this);
    }

    /**
     * All blocks that the zones span.
     *
     * @return in the order of their numbers
     */
    public List<MemoryBlock> blocks() {
        return blocks;
    }

    /**
     * The block that a page lies in.
     *
     * @param pfn page frame number
     * @return its block
     */
    public MemoryBlock blockOf(int pfn) {
        return blocks.get(pfn / MemoryBlock.PAGES);
    }

    /**
     * What lets one device at a time come or go.
     *
     * @return the lock
     */
    public DeviceHotplugLock deviceHotplugLock() {
        return deviceHotplugLock;
    }

    /**
     * What empties blocks, for who wants to watch.
     *
     * @return the loop of {@code __offline_pages}
     */
    public OfflinePages offlinePages() {
        return offlinePages;
    }

    /**
     * Who is told.
     *
     * @return the notifier chain
     */
    public MemoryNotifiers notifiers() {
        return notifiers;
    }

    /**
     * Plugs a block in ({@code add_memory}); its pages are offline then.
     *
     * @param block one that is absent
     * @return 0, or {@code -EBUSY} if it is there already
     */
    public int addMemory(MemoryBlock block) {
        deviceHotplugLock.lockDeviceHotplug();
        try {
            return block.state() == MemoryBlock.State.ABSENT ? addMemoryResource(block) : Errno.EBUSY;
        } finally {
            deviceHotplugLock.unlockDeviceHotplug();
        }
    }

    /**
     * Takes a block away ({@code remove_memory}).
     *
     * @param block one that is offline
     * @return 0, or {@code -EBUSY} if it is online
     */
    public int removeMemory(MemoryBlock block) {
        deviceHotplugLock.lockDeviceHotplug();
        try {
            return removesDevicesUnderLock ? removeUnderLock(block) : tryRemoveMemory(block);
        } finally {
            deviceHotplugLock.unlockDeviceHotplug();
        }
    }

    /** {@code device_online} with {@code online_pages}; caller holds {@code device_hotplug_lock}. */
    int deviceOnline(MemoryBlock block) {
        block.devMutex().lock();
        try {
            if (block.state() != MemoryBlock.State.OFFLINE) {
                return NOTHING_TO_DO;
            }
            onlinePages(block);
            block.setState(MemoryBlock.State.ONLINE);
            return 0;
        } finally {
            block.devMutex().unlock();
        }
    }

    /** {@code device_offline} with {@code offline_pages}; caller holds {@code device_hotplug_lock}. */
    int deviceOffline(MemoryBlock block) {
        block.devMutex().lock();
        try {
            if (block.state() != MemoryBlock.State.ONLINE) {
                return NOTHING_TO_DO;
            }
            int rc = offlineLocked(block);
            if (rc == 0) {
                block.setState(MemoryBlock.State.OFFLINE);
            }
            return rc;
        } finally {
            block.devMutex().unlock();
        }
    }

    private int addMemoryResource(MemoryBlock block) {
        memHotplugLock.memHotplugBegin();
        try {
            arch();
            block.setState(MemoryBlock.State.OFFLINE);
            devices.createMemoryBlockDevice(this, block);
            return 0;
        } finally {
            memHotplugLock.memHotplugDone();
        }
    }

    private void onlinePages(MemoryBlock block) {
        Zone zone = block.zone();
        memHotplugLock.memHotplugBegin();
        try {
            boolean populated = zone.presentPages() > 0;
            notifiers.notifyAll(MemoryAction.GOING_ONLINE);
            zone.span().onlinePagesRange(block.startPfn(), block.endPfn());
            sizes.changed(zone, populated);
            notifiers.notifyAll(MemoryAction.ONLINE);
        } finally {
            memHotplugLock.memHotplugDone();
        }
    }

    private int offlineLocked(MemoryBlock block) {
        memHotplugLock.memHotplugBegin();
        try {
            int rc = offlinePages.offlinePages(block);
            if (rc == 0) {
                sizes.changed(block.zone(), true);
                notifiers.notifyAll(MemoryAction.OFFLINE);
            }
            return rc;
        } finally {
            memHotplugLock.memHotplugDone();
        }
    }

    /** As in 5.3: who uses a file of the block is waited for with the hotplug locks held. */
    private int removeUnderLock(MemoryBlock block) {
        memHotplugLock.memHotplugBegin();
        try {
            if (block.state() == MemoryBlock.State.ONLINE) {
                return Errno.EBUSY;
            }
            removeMemoryBlockDevice(block);
            arch();
            return 0;
        } finally {
            memHotplugLock.memHotplugDone();
        }
    }

    /** Since f1037ec0cc8a the devices go first; 5.8.1 ended the hotplug that an error had kept it from beginning. */
    private int tryRemoveMemory(MemoryBlock block) {
        if (block.state() == MemoryBlock.State.ONLINE) {
            if (removeErrorUnbalanced) {
                memHotplugLock.memHotplugDone();
            }
            return Errno.EBUSY;
        }
        removeMemoryBlockDevice(block);
        memHotplugLock.memHotplugBegin();
        try {
            arch();
            return 0;
        } finally {
            memHotplugLock.memHotplugDone();
        }
    }

    private void removeMemoryBlockDevice(MemoryBlock block) {
        devices.removeMemoryBlockDevice(block);
        block.setState(MemoryBlock.State.ABSENT);
    }

    /** {@code arch_add_memory} and {@code arch_remove_memory}: powerpc resizes its hash table, all CPUs stopped. */
    private void arch() {
        if (archStopsMachine) {
            stopper.stop(() -> {});
        }
    }
}
