package io.lockdep.sim.relay;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** An open channel and its buffers; {@code struct rchan}. Guarded by {@code relay_channels_mutex}. */
public final class RelayChannel {

    private final int pagesPerCpu;
    private final Map<Integer, int[]> buffers = new TreeMap<>();

    RelayChannel(int pagesPerCpu) {
        this.pagesPerCpu = pagesPerCpu;
    }

    int pagesPerCpu() {
        return pagesPerCpu;
    }

    /**
     * How many CPUs have a buffer.
     *
     * @return at least as many as are online
     */
    public int buffers() {
        return buffers.size();
    }

    boolean hasBuffer(int cpu) {
        return buffers.containsKey(cpu);
    }

    void addBuffer(int cpu, int[] pfns) {
        buffers.put(cpu, pfns);
    }

    int[] takeBuffers() {
        int[] all = buffers.values().stream().flatMapToInt(Arrays::stream).toArray();
        buffers.clear();
        return all;
    }
}
