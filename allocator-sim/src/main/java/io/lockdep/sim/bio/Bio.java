package io.lockdep.sim.bio;

/**
 * Pages to be written to a device; {@code struct bio}.
 *
 * <p>Departure: every page has a sector of its own, the kernel's bios are contiguous.
 *
 * @param pfns the pages
 * @param sectors where each goes, counted in pages
 * @param endIo what is called when they are written ({@code bi_end_io}), on any task; must not sleep
 */
public record Bio(int[] pfns, int[] sectors, Runnable endIo) {}
