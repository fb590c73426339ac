package io.lockdep.sim.memory;

import java.util.StringJoiner;

/**
 * What an allocation may do and where it may be served from; {@code gfp_t} of include/linux/gfp.h, 4.10.
 *
 * <p>Only flags that the simulation obeys, or that tell kinds of allocation apart. The numbers are its own.
 *
 * @param bits the set of flags
 */
public record Gfp(int bits) {

    /** May use memory that the kernel has no permanent mapping of. */
    public static final Gfp HIGHMEM = new Gfp(1);
    /** The page can be moved; with {@link #HIGHMEM} it may come from ZONE_MOVABLE. */
    public static final Gfp MOVABLE = new Gfp(1 << 1);
    /** The page is kernel memory that can be given back on request. */
    public static final Gfp RECLAIMABLE = new Gfp(1 << 2);
    /** The page will not be in the CPU cache: take it from the cold end of the per-CPU list. */
    public static final Gfp COLD = new Gfp(1 << 3);
    /** The caller may sleep and reclaim memory itself. */
    public static final Gfp DIRECT_RECLAIM = new Gfp(1 << 4);
    /** The background reclaimer may be woken. */
    public static final Gfp KSWAPD_RECLAIM = new Gfp(1 << 5);
    /** Reclaim may start block I/O. */
    public static final Gfp IO = new Gfp(1 << 6);
    /** Reclaim may call into file systems. */
    public static final Gfp FS = new Gfp(1 << 7);
    /** On behalf of user space; obeys cpusets. */
    public static final Gfp HARDWALL = new Gfp(1 << 8);
    /** Give up after one round of reclaim. */
    public static final Gfp NORETRY = new Gfp(1 << 9);
    /** Do not warn when the allocation fails. */
    public static final Gfp NOWARN = new Gfp(1 << 10);
    /** Never use the reserves below the min watermark. */
    public static final Gfp NOMEMALLOC = new Gfp(1 << 11);

    /** Must not sleep. Departure: no {@code __GFP_HIGH}, there is no atomic reserve here. */
    public static final Gfp ATOMIC = KSWAPD_RECLAIM;
    /** Must not sleep, and can do without. */
    public static final Gfp NOWAIT = KSWAPD_RECLAIM;
    /** May sleep, but reclaim must not start block I/O: for those who do block I/O. */
    public static final Gfp NOIO = DIRECT_RECLAIM.or(KSWAPD_RECLAIM);
    /** The ordinary allocation of the kernel for itself. */
    public static final Gfp KERNEL = DIRECT_RECLAIM.or(KSWAPD_RECLAIM).or(IO).or(FS);
    /** The ordinary allocation of the kernel on behalf of user space. */
    public static final Gfp USER = KERNEL.or(HARDWALL);
    /** Anonymous memory and page cache. */
    public static final Gfp HIGHUSER_MOVABLE = USER.or(HIGHMEM).or(MOVABLE);

    private static final String[] NAMES = {
        "__GFP_HIGHMEM",
        "__GFP_MOVABLE",
        "__GFP_RECLAIMABLE",
        "__GFP_COLD",
        "__GFP_DIRECT_RECLAIM",
        "__GFP_KSWAPD_RECLAIM",
        "__GFP_IO",
        "__GFP_FS",
        "__GFP_HARDWALL",
        "__GFP_NORETRY",
        "__GFP_NOWARN",
        "__GFP_NOMEMALLOC",
    };

    /**
     * The union of two sets of flags.
     *
     * @param other flags to add
     * @return both
     */
    public Gfp or(Gfp other) {
        return new Gfp(bits | other.bits);
    }

    /**
     * This set without some flags.
     *
     * @param other flags to take away
     * @return the rest
     */
    public Gfp without(Gfp other) {
        return new Gfp(bits & ~other.bits);
    }

    /**
     * Whether all of the other's flags are set here.
     *
     * @param other flags to look for
     * @return true if none is missing
     */
    public boolean has(Gfp other) {
        return (bits & other.bits) == other.bits;
    }

    /**
     * The pageblock type that serves this allocation ({@code gfpflags_to_migratetype}).
     *
     * @return one of the three ordinary types
     */
    Migratetype migratetype() {
        if (has(MOVABLE)) {
            return Migratetype.MOVABLE;
        }
        return has(RECLAIMABLE) ? Migratetype.RECLAIMABLE : Migratetype.UNMOVABLE;
    }

    @Override
    public String toString() {
        StringJoiner flags = new StringJoiner("|");
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((bits & 1 << bit) != 0) {
                flags.add(NAMES[bit]);
            }
        }
        return flags.toString();
    }
}
