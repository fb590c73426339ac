package io.lockdep.sim.relay;

import io.lockdep.Lockdep;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open relay channels; {@code relay_open}, {@code relay_close} and {@code relay_prepare_cpu} of kernel/relay.c, 4.10.
 *
 * <p>A channel has a buffer per online CPU, and one more for each CPU that comes up. Both are made under
 * {@code relay_channels_mutex}: so a mutex is held in page allocations that is taken in a hotplug callback too, which is
 * harmless as long as no page allocation needs the hotplug lock.
 *
 * <p>Departure: buffers are pages, without a mapping.
 */
public final class RelayChannels {

    private final Cpus cpus;
    private final PageAllocator pages;
    private final Gfp gfp;
    private final ReentrantLock relayChannelsMutex = Lockdep.name(new ReentrantLock(), "relay_channels_mutex");
    private final List<RelayChannel> relayChannels = new ArrayList<>();

    /**
     * Makes it, with no channel open.
     *
     * @param flags for whom buffers are allocated
     * @param cpus which CPUs need buffers
     * @param pages what buffers are made of
     */
    public RelayChannels(VariantFlags flags, Cpus cpus, PageAllocator pages) {
        this.cpus = cpus;
        this.pages = pages;
        gfp = flags.has(Patch.RELAY_BUFFERS_FOR_USERS) ? Gfp.USER : Gfp.KERNEL;
    }

    /**
     * Opens a channel.
     *
     * @param pagesPerCpu size of a CPU's buffer
     * @return the channel, or null if there was no memory for it
     */
    public @Nullable RelayChannel relayOpen(int pagesPerCpu) {
        RelayChannel channel = new RelayChannel(pagesPerCpu);
        relayChannelsMutex.lock();
        try {
            for (int cpu : cpus.onlineCpus()) {
                if (!relayOpenBuf(channel, cpu)) {
                    free(channel);
                    return null;
                }
            }
            relayChannels.add(channel);
            return channel;
        } finally {
            relayChannelsMutex.unlock();
        }
    }

    /**
     * Closes a channel.
     *
     * @param channel an open one
     */
    public void relayClose(RelayChannel channel) {
        relayChannelsMutex.lock();
        try {
            relayChannels.remove(channel);
            free(channel);
        } finally {
            relayChannelsMutex.unlock();
        }
    }

    /**
     * Gives all open channels a buffer of a CPU that comes up. One that has been up before has its buffer still.
     *
     * @param cpu which one
     * @return false if there is no memory
     */
    public boolean relayPrepareCpu(int cpu) {
        relayChannelsMutex.lock();
        try {
            for (RelayChannel channel : relayChannels) {
                if (!relayOpenBuf(channel, cpu)) {
                    return false;
                }
            }
            return true;
        } finally {
            relayChannelsMutex.unlock();
        }
    }

    private boolean relayOpenBuf(RelayChannel channel, int cpu) {
        if (channel.hasBuffer(cpu)) {
            return true;
        }
        int[] buffer = new int[channel.pagesPerCpu()];
        for (int page = 0; page < buffer.length; page++) {
            int pfn = pages.allocPagesNodemask(gfp, 0);
            if (pfn == Memmap.NONE) {
                for (int taken = 0; taken < page; taken++) {
                    pages.freePages(buffer[taken], 0);
                }
                return false;
            }
            buffer[page] = pfn;
        }
        channel.addBuffer(cpu, buffer);
        return true;
    }

    private void free(RelayChannel channel) {
        for (int pfn : channel.takeBuffers()) {
            pages.freePages(pfn, 0);
        }
    }
}
