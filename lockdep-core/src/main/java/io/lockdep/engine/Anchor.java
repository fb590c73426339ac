package io.lockdep.engine;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class loader of the program, held weakly: when it goes, what the engine knows only through its code can go too.
 *
 * <p>The boot, platform and system loaders stay for ever and have no anchor. Loaders are told apart by identity: their
 * {@code equals} is code of the program.
 */
final class Anchor extends WeakReference<ClassLoader> {

    private static final @Nullable ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();
    private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private static final ReferenceQueue<ClassLoader> GONE = new ReferenceQueue<>();

    // By identity hash; loaders of one hash are chained.
    private static final Map<Integer, Anchor> ANCHORS = new HashMap<>();

    private final int hash;
    private @Nullable Anchor next;

    // Numbers of places, one per time that the place counts this loader among those that keep it. Guarded by Sites.
    private int[] sites = new int[4];
    private int siteCount;

    /** What is known of the code of its classes, guarded by {@link ClassInits}. */
    @Nullable
    ClassInits inits;

    private Anchor(ClassLoader loader, int hash) {
        super(loader, GONE);
        this.hash = hash;
    }

    /** {@return the anchor of a loader, or null if it stays for ever} */
    static @Nullable Anchor of(@Nullable ClassLoader loader) {
        return loader == null || loader == SYSTEM || loader == PLATFORM ? null : known(loader);
    }

    private static synchronized Anchor known(ClassLoader loader) {
        Integer hash = System.identityHashCode(loader);
        Anchor first = ANCHORS.get(hash);
        for (Anchor each = first; each != null; each = each.next) {
            if (each.refersTo(loader)) {
                return each;
            }
        }
        Anchor fresh = new Anchor(loader, hash);
        fresh.next = first;
        ANCHORS.put(hash, fresh);
        return fresh;
    }

    /** {@return the anchors of loaders that have gone since the last call, each returned once} */
    static List<Anchor> gone() {
        List<Anchor> gone = List.of();
        // Not under our own monitor: the queue has a lock of the JDK's.
        for (Object each = GONE.poll(); each != null; each = GONE.poll()) {
            if (gone.isEmpty()) {
                gone = new ArrayList<>();
            }
            gone.add((Anchor) each);
        }
        for (Anchor each : gone) {
            drop(each);
        }
        return gone;
    }

    private static synchronized void drop(Anchor gone) {
        Anchor first = ANCHORS.get(gone.hash);
        if (first == gone) {
            if (gone.next == null) {
                ANCHORS.remove(gone.hash);
            } else {
                ANCHORS.put(gone.hash, gone.next);
            }
        }
        for (Anchor each = first; each != null; each = each.next) {
            if (each.next == gone) {
                each.next = gone.next;
            }
        }
    }

    /** {@return what is known of the code of each loader's classes} */
    static synchronized List<ClassInits> inits() {
        List<ClassInits> all = new ArrayList<>();
        for (Anchor first : ANCHORS.values()) {
            for (Anchor each = first; each != null; each = each.next) {
                ClassInits inits = each.inits;
                if (inits != null) {
                    all.add(inits);
                }
            }
        }
        return all;
    }

    /** {@return how many loaders are known} */
    static synchronized int count() {
        int count = 0;
        for (Anchor first : ANCHORS.values()) {
            for (Anchor each = first; each != null; each = each.next) {
                count++;
            }
        }
        return count;
    }

    void add(int site) {
        if (siteCount == sites.length) {
            sites = Arrays.copyOf(sites, 2 * siteCount);
        }
        sites[siteCount++] = site;
    }

    /** {@return the numbers of the places that this loader has kept} */
    int[] sites() {
        return Arrays.copyOf(sites, siteCount);
    }
}
