package io.lockdep.sim.bio;

/**
 * Pages to be written to a device; {@code struct bio}. Its arrays are the caller's and are not changed.
 *
 * <p>Departure: every page has a sector of its own, the kernel's bios are contiguous.
 */
public final class Bio {

    /** Pages that one request can have ({@code BIO_MAX_PAGES}). */
    public static final int BIO_MAX_PAGES = 256;

    private final int[] pfns;
    private final int[] sectors;
    private final Runnable endIo;

    /**
     * Makes a write.
     *
     * @param pfns the pages
     * @param sectors where each goes, counted in pages
     * @param endIo what is called when they are written ({@code bi_end_io}), on any task; must not sleep
     */
    public Bio(int[] pfns, int[] sectors, Runnable endIo) {
        this.pfns = pfns;
        this.sectors = sectors;
        this.endIo = endIo;
    }

    /**
     * The pages.
     *
     * @return page frame numbers
     */
    public int[] pfns() {
        return pfns;
    }

    /**
     * Where they go.
     *
     * @return one sector for each
     */
    public int[] sectors() {
        return sectors;
    }

    /**
     * What is to be done when they are written.
     *
     * @return to be called once
     */
    public Runnable endIo() {
        return endIo;
    }
}
