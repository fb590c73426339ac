package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.memory.DrainAllPages;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.memory.PageMigration;
import io.lockdep.sim.memory.PcpBatchHigh;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What memory hotplug is made of, put together at boot.
 *
 * @param flags the kernel's patches
 * @param zones the machine's zones
 * @param memHotplugLock the memory hotplug lock
 * @param stopMachine what stops all CPUs
 * @param drain what empties per-CPU lists
 * @param pages the page allocator
 * @param pcp what changes the sizes of per-CPU lists
 * @param lruAddDrainAll what empties the pagevecs of all CPUs
 * @param sysfs where devices appear
 * @param gates where a script can stop
 * @param progress who notices when memory never goes offline
 * @param trace where events are noted
 */
public record MemoryHotplugBoot(
        VariantFlags flags,
        List<Zone> zones,
        MemHotplugLock memHotplugLock,
        StopMachine stopMachine,
        DrainAllPages drain,
        PageAllocator pages,
        PcpBatchHigh pcp,
        Runnable lruAddDrainAll,
        Kernfs sysfs,
        StepGates gates,
        ProgressWatchdog progress,
        Tracepoints trace) {

    /**
     * Puts it together and creates the devices of all blocks that are there.
     *
     * @return memory hotplug of this machine
     */
    public MemoryHotplug boot() {
        MemoryNotifiers notifiers = new MemoryNotifiers();
        MachineStopper stopper = new MachineStopper(stopMachine, flags.has(Patch.MEM_BEGIN_TAKES_CPUS));
        Zonelists zonelists = new Zonelists(pages, stopper, flags.has(Patch.ZONELISTS_STOP_MACHINE));
        OfflinePages offlinePages = new OfflinePages(
                OfflinePages.DrainPolicy.of(flags),
                drain,
                new PageMigration(pages, trace),
                pcp,
                lruAddDrainAll,
                notifiers,
                gates,
                progress,
                trace);
        DeviceHotplugLock lock = new DeviceHotplugLock(flags.has(Patch.SYSFS_WAITS_FOR_DEVICE_HOTPLUG));
        return new MemoryHotplug(
                flags,
                memHotplugLock,
                blocks(),
                new MemoryBlockDevices(sysfs, lock),
                offlinePages,
                notifiers,
                new ZoneSizes(zones, pcp, zonelists),
                stopper);
    }

    private List<MemoryBlock> blocks() {
        List<MemoryBlock> blocks = new ArrayList<>();
        List<Zone> ascending = new ArrayList<>(zones);
        ascending.sort(Comparator.comparingInt(Zone::startPfn));
        for (Zone zone : ascending) {
            int start = zone.startPfn();
            int end = start + zone.pages();
            for (int pfn = start; pfn + MemoryBlock.PAGES <= end; pfn += MemoryBlock.PAGES) {
                boolean present = pfn < start + zone.presentPages();
                MemoryBlock.State state = present ? MemoryBlock.State.ONLINE : MemoryBlock.State.ABSENT;
                blocks.add(new MemoryBlock(pfn / MemoryBlock.PAGES, zone, state));
            }
        }
        return blocks;
    }
}
