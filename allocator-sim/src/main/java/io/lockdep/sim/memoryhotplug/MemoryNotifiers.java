package io.lockdep.sim.memoryhotplug;

import io.lockdep.Lockdep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Who is told when memory comes and goes; {@code memory_notify} of drivers/base/memory.c. They are called with
 * {@code mem_hotplug_lock} held by the writer, and with {@code (memory_chain).rwsem} as readers.
 *
 * <p>Departure: nobody refuses what happens (no {@code NOTIFY_BAD}).
 */
public final class MemoryNotifiers {

    private final ReentrantReadWriteLock rwsem = Lockdep.name(new ReentrantReadWriteLock(true), "(memory_chain).rwsem");

    /** Guarded by {@link #rwsem}. */
    private final List<Consumer<MemoryAction>> chain = new ArrayList<>();

    /** Makes an empty chain. */
    public MemoryNotifiers() {}

    /**
     * Adds a callback ({@code register_memory_notifier}, {@code blocking_notifier_chain_register}).
     *
     * @param callback who wants to know
     */
    public void register(Consumer<MemoryAction> callback) {
        rwsem.writeLock().lock();
        try {
            chain.add(callback);
        } finally {
            rwsem.writeLock().unlock();
        }
    }

    /**
     * Tells everybody in turn ({@code memory_notify}, {@code blocking_notifier_call_chain}).
     *
     * @param action what happens
     */
    public void notifyAll(MemoryAction action) {
        rwsem.readLock().lock();
        try {
            for (Consumer<MemoryAction> callback : chain) {
                callback.accept(action);
            }
        } finally {
            rwsem.readLock().unlock();
        }
    }
}
