package io.lockdep.sim.memory;

/**
 * How many free pages a zone keeps; {@code __setup_per_zone_wmarks} and {@code init_per_zone_wmark_min} of
 * mm/page_alloc.c. All in pages.
 *
 * @param min below it only those who free memory may allocate
 * @param low below it the slow path begins
 * @param high at it reclaim in the background stops
 */
public record Watermarks(int min, int low, int high) {

    private static final int KB_PER_PAGE = 4;
    private static final int MIN_FREE_KB_FLOOR = 128;
    private static final int MIN_FREE_KB_CEILING = 262_144;

    /** Distance of the marks, in parts of 10,000 of the zone ({@code vm.watermark_scale_factor}). */
    private static final int SCALE_FACTOR = 10;

    /**
     * What a zone of a machine gets.
     *
     * @param zonePages pages of the zone
     * @param kernelPages pages of the zones that the kernel can use for itself, on which the total depends
     * @param allPages pages of all zones, among which the total is shared out
     * @return for a single zone of 256 MiB 512, 640 and 768 pages
     */
    public static Watermarks of(int zonePages, int kernelPages, int allPages) {
        long kernelKb = (long) kernelPages * KB_PER_PAGE;
        long minFreeKb = (long) Math.sqrt((double) kernelKb * 16);
        minFreeKb = Math.max(MIN_FREE_KB_FLOOR, Math.min(MIN_FREE_KB_CEILING, minFreeKb));
        int min = (int) (minFreeKb / KB_PER_PAGE * zonePages / allPages);
        int step = Math.max(min / 4, (int) ((long) zonePages * SCALE_FACTOR / 10_000));
        return new Watermarks(min, min + step, min + 2 * step);
    }

    /**
     * The mark of that name.
     *
     * @param mark which one
     * @return pages; negative for {@link Mark#NONE}, which every zone is above
     */
    int at(Mark mark) {
        return switch (mark) {
            case NONE -> -1;
            case OOM -> min / 2;
            case MIN -> min;
            case LOW -> low;
            case HIGH -> high;
        };
    }

    /** Down to which mark an allocation may take a zone ({@code ALLOC_WMARK_*}). */
    enum Mark {
        /** To the last page ({@code ALLOC_NO_WATERMARKS}). */
        NONE,
        /** Half of the reserve, for victims of the out-of-memory killer from 4.14 on ({@code ALLOC_OOM}). */
        OOM,
        /** The slow path. */
        MIN,
        /** The fast path. */
        LOW,
        /** The last look before an out-of-memory kill. */
        HIGH
    }
}
