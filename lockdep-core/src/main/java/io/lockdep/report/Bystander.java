package io.lockdep.report;

import java.util.List;

/**
 * Another thread that matters, as it is at the moment of the report: who holds what a stalled thread wants.
 *
 * @param thread name and id of the thread, as {@code name/id}
 * @param state what it is doing, in a few words: {@code blocked on Cache.lock}, {@code running}, {@code ended}
 * @param held its held stack, outermost first
 * @param stack its stack, innermost frame first; empty if it has ended
 */
public record Bystander(String thread, String state, List<HeldEntry> held, List<String> stack) {

    /** Copies the lists, so that the value cannot change. */
    public Bystander {
        held = List.copyOf(held);
        stack = List.copyOf(stack);
    }
}
