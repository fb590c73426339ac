package io.lockdep.sim.memoryhotplug;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who is told when memory comes and goes; {@code memory_notify} of drivers/base/memory.c. They are called with
 * {@code mem_hotplug_lock} held by the writer.
 *
 * <p>Departure: no {@code (memory_chain).rwsem}; callbacks are registered at boot and never taken away.
 */
public final class MemoryNotifiers {

    private final List<Consumer<MemoryAction>> chain = new CopyOnWriteArrayList<>();

    /** Makes an empty chain. */
    public MemoryNotifiers() {}

    /**
     * Adds a callback ({@code register_memory_notifier}).
     *
     * @param callback who wants to know
     */
    public void register(Consumer<MemoryAction> callback) {
        chain.add(callback);
    }

    /**
     * Tells everybody in turn.
     *
     * @param action what happens
     */
    public void notifyAll(MemoryAction action) {
        for (Consumer<MemoryAction> callback : chain) {
            callback.accept(action);
        }
    }
}
