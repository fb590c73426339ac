package io.lockdep.sim.memoryhotplug;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Who is told when memory comes or goes; {@code memory_chain} with {@code register_memory_notifier} and
 * {@code memory_notify} of drivers/base/memory.c.
 *
 * <p>Departure: without the rwsem of a blocking notifier chain, because notifiers register at boot and stay.
 */
public final class MemoryChain {

    /** What happens to the memory. */
    public enum Action {
        /** It is about to come. */
        GOING_ONLINE,
        /** It does not come after all. */
        CANCEL_ONLINE,
        /** It has come. */
        ONLINE,
        /** It is about to go; whoever keeps some of it gives it back. */
        GOING_OFFLINE,
        /** It stays after all. */
        CANCEL_OFFLINE,
        /** It has gone. */
        OFFLINE
    }

    private final List<Predicate<Action>> notifiers = new CopyOnWriteArrayList<>();

    /** Makes an empty chain. */
    public MemoryChain() {}

    /**
     * Adds somebody to be told.
     *
     * @param notifier what to call, with {@code mem_hotplug_lock} held by the caller; false refuses the action
     */
    public void registerMemoryNotifier(Predicate<Action> notifier) {
        notifiers.add(notifier);
    }

    /**
     * Tells everybody in turn, up to the first who refuses.
     *
     * @param action what happens
     * @return false if somebody refused
     */
    public boolean memoryNotify(Action action) {
        return notifiers.stream().allMatch(notifier -> notifier.test(action));
    }
}
