package io.lockdep.sim.memoryhotplug;

/** What happens to a memory block; {@code MEM_*} of include/linux/memory.h. */
public enum MemoryAction {
    /** Its pages are about to be used. */
    GOING_ONLINE,
    /** Its pages are in use. */
    ONLINE,
    /** Its pages are about to be given up: whoever has some should free what it can. */
    GOING_OFFLINE,
    /** It stays online after all. */
    CANCEL_OFFLINE,
    /** Its pages are gone. */
    OFFLINE
}
