package io.lockdep.sim.memory;

/**
 * The kinds of memory a 64-bit machine of the simulation has ({@code enum zone_type} without the DMA zones).
 */
public enum ZoneType {
    /** Memory for the kernel and for users. */
    NORMAL,
    /** Memory for pages that can be moved away, so that it can be unplugged. */
    MOVABLE
}
