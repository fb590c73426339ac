package io.lockdep.sim.patch;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The patches of one simulated kernel. The presets are the kernels in which the historic bugs were reported or fixed.
 *
 * @param patches what the kernel has
 */
public record VariantFlags(Set<Patch> patches) {

    /** linux-next 4.10-rc5-next-20170125. */
    public static final VariantFlags K4_10_NEXT = new VariantFlags(Set.of(
            Patch.DRAIN_TAKES_HOTPLUG_LOCK,
            Patch.LRU_DRAIN_TAKES_HOTPLUG_LOCK,
            Patch.SEAL_DRAINS,
            Patch.BIO_ALLOC_LOCK,
            Patch.SLAB_SHOW_TAKES_MEMS,
            Patch.SLAB_TAKES_HOTPLUG_LOCKS,
            Patch.ZONELISTS_STOP_MACHINE,
            Patch.MEM_REMOVE_UNDER_LOCK));

    /** mmotm of February 2017: 4.10-rc with the drain mutex. */
    public static final VariantFlags MMOTM_2017_02 = K4_10_NEXT.with(Patch.DRAIN_MUTEX);

    /** Linux 4.11. */
    public static final VariantFlags K4_11 = MMOTM_2017_02.without(Patch.DRAIN_TAKES_HOTPLUG_LOCK);

    /** Linux 4.13: both hotplug locks are per-CPU rwsems. */
    public static final VariantFlags K4_13 = K4_11.with(
            Patch.CPU_HOTPLUG_RWSEM, Patch.CPUHP_THREADS, Patch.MEM_HOTPLUG_RWSEM, Patch.MEM_BEGIN_TAKES_CPUS);

    /** Linux 4.14. */
    public static final VariantFlags K4_14 =
            K4_13.with(Patch.SPLIT_CPUHP_MAPS, Patch.OOM_VICTIMS_GET_HALF).without(Patch.ZONELISTS_STOP_MACHINE);

    /** Linux 4.16. */
    public static final VariantFlags K4_16 =
            K4_14.with(Patch.PAGEVEC_OF_15).without(Patch.LRU_DRAIN_TAKES_HOTPLUG_LOCK);

    /** Linux 5.3. */
    public static final VariantFlags K5_3 = K4_16;

    /** Linux 5.4. */
    public static final VariantFlags K5_4 = K5_3.without(Patch.SLAB_SHOW_TAKES_MEMS);

    /** Linux 5.8. */
    public static final VariantFlags K5_8 = K5_4.without(Patch.MEM_REMOVE_UNDER_LOCK);

    /** Linux 5.10. */
    public static final VariantFlags K5_10 = K5_8.with(Patch.OFFLINE_DRAINS_AGAIN);

    /**
     * Linux 5.15, in which everything that the scenarios are about is fixed; with one later fix (0495e337b703), without
     * which flushing by works, new in 5.15, closes a cycle of its own.
     */
    public static final VariantFlags K5_15 = K5_10.with(
                    Patch.OFFLINE_DISABLES_PCP,
                    Patch.CPU_ONLINE_UPDATES_PCP,
                    Patch.SLAB_FLUSH_WORKS,
                    Patch.SLAB_UNLINK_OUTSIDE_MUTEX)
            .without(Patch.OFFLINE_DRAINS_AGAIN, Patch.SLAB_TAKES_HOTPLUG_LOCKS);

    /** Takes a copy. */
    public VariantFlags {
        patches = Set.copyOf(patches);
    }

    /**
     * Reads a machine as scenario texts write it.
     *
     * @param words a preset, then patches to add ({@code +NAME}) and to take away ({@code -NAME})
     * @return the machine
     * @throws IllegalArgumentException for a name that does not exist
     */
    public static VariantFlags parse(Collection<String> words) {
        VariantFlags flags = new VariantFlags(Set.of());
        for (String word : words) {
            flags = switch (word.charAt(0)) {
                case '+' -> flags.with(Patch.valueOf(word.substring(1)));
                case '-' -> flags.without(Patch.valueOf(word.substring(1)));
                default -> preset(word);
            };
        }
        return flags;
    }

    /**
     * Whether the kernel has a patch.
     *
     * @param patch which one
     * @return true if it was applied
     */
    public boolean has(Patch patch) {
        return patches.contains(patch);
    }

    /**
     * This kernel with more patches.
     *
     * @param more what to apply
     * @return another kernel
     */
    public VariantFlags with(Patch... more) {
        Set<Patch> all = copy();
        all.addAll(Set.of(more));
        return new VariantFlags(all);
    }

    /**
     * This kernel with patches reverted.
     *
     * @param fewer what to revert
     * @return another kernel
     */
    public VariantFlags without(Patch... fewer) {
        Set<Patch> rest = copy();
        rest.removeAll(Set.of(fewer));
        return new VariantFlags(rest);
    }

    private Set<Patch> copy() {
        Set<Patch> copy = EnumSet.noneOf(Patch.class);
        copy.addAll(patches);
        return copy;
    }

    private static VariantFlags preset(String name) {
        return switch (name) {
            case "K4_10_NEXT" -> K4_10_NEXT;
            case "MMOTM_2017_02" -> MMOTM_2017_02;
            case "K4_11" -> K4_11;
            case "K4_13" -> K4_13;
            case "K4_14" -> K4_14;
            case "K4_16" -> K4_16;
            case "K5_3" -> K5_3;
            case "K5_4" -> K5_4;
            case "K5_8" -> K5_8;
            case "K5_10" -> K5_10;
            case "K5_15" -> K5_15;
            default -> throw new IllegalArgumentException("there is no kernel named " + name);
        };
    }
}
