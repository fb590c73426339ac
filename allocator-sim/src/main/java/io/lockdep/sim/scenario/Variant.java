package io.lockdep.sim.scenario;

import io.lockdep.sim.patch.VariantFlags;

/**
 * A scenario with or without certain patches.
 *
 * @param id such as {@code A0}: A as it was, V a fix, M a fix with a part missing
 * @param title one line about it
 * @param flags what it means for the machine
 * @param expectation what a lock validator must say about it
 */
public record Variant(String id, String title, VariantFlags flags, Expectation expectation) {}
