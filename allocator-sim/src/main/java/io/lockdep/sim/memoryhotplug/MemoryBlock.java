package io.lockdep.sim.memoryhotplug;

import io.lockdep.Lockdep;
import io.lockdep.sim.memory.Zone;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The unit in which memory comes and goes; {@code struct memory_block} of drivers/base/memory.c.
 *
 * <p>64 MiB instead of the 128 MiB of x86-64, so that a small machine has several.
 */
public final class MemoryBlock {

    /** Pages of a block, which is one section. */
    public static final int PAGES = 64 * 256;

    /** Where a block is on its way. */
    public enum State {
        /** There is no such device. */
        ABSENT,
        /** The device is there, its pages are not in use. */
        OFFLINE,
        /** Its pages belong to a zone. */
        ONLINE
    }

    private final int id;
    private final Zone zone;
    private final ReentrantLock devMutex;
    private volatile State state;

    MemoryBlock(int id, Zone zone, State state) {
        this.id = id;
        this.zone = zone;
        this.state = state;
        // Devices nest in too many ways for one class: device_initialize() says lockdep_set_novalidate_class().
        Lockdep.rules("&dev->mutex").noValidate();
        devMutex = Lockdep.name(new ReentrantLock(), "&dev->mutex");
    }

    /**
     * Its number.
     *
     * @return first page divided by {@link #PAGES}
     */
    public int id() {
        return id;
    }

    /**
     * The zone that its pages belong to while it is online.
     *
     * @return the zone whose span it lies in
     */
    public Zone zone() {
        return zone;
    }

    /**
     * Its first page.
     *
     * @return page frame number
     */
    public int startPfn() {
        return id * PAGES;
    }

    /**
     * The page behind its last.
     *
     * @return page frame number
     */
    public int endPfn() {
        return startPfn() + PAGES;
    }

    /**
     * Where it is.
     *
     * @return its state, stable under {@code device_hotplug_lock}
     */
    public State state() {
        return state;
    }

    /** Its name in sysfs. */
    String name() {
        return "memory" + id;
    }

    void setState(State state) {
        this.state = state;
    }

    ReentrantLock devMutex() {
        return devMutex;
    }
}
