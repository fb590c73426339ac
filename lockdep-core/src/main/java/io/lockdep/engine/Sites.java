package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the places in instrumented code, so that a hook can be told its place by an int constant.
 *
 * <p>A class that is loaded again, or transformed again, gets the numbers it had. Several loaders that have the same code
 * share its places, which go with the last of them.
 */
public final class Sites {

    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static volatile @Nullable Site[] sites = new Site[256];
    private static int highest;

    // Numbers to be given out again, and those of places that no loader keeps any more.
    private static final BitSet free = new BitSet();
    private static final BitSet unkept = new BitSet();

    // Read by hooks without locking; a stale read costs one slow look-up. Not too short: code that names a place is
    // defined by the thread that has numbered it, after that.
    private static boolean[] nesting = new boolean[256];

    // The type that was locked first at each place, which is nearly always the one that is locked there again.
    private static @Nullable LockType[] types = new LockType[256];

    private static boolean initial;

    private Sites() {}

    /**
     * Numbers a place.
     *
     * @param site the place
     * @param nth which of several in one line, from 1
     * @param loader the class loader whose code it is in; the number is free again when all of them have gone
     * @return its number, from 1; 0 if there is no room for another place
     */
    public static int number(Site site, int nth, @Nullable ClassLoader loader) {
        Unloading.sweepGone();
        String key = site + "|" + nth + "|" + site.role();
        return number(site, key, Anchor.of(loader));
    }

    private static synchronized int number(Site site, String key, @Nullable Anchor anchor) {
        Integer known = NUMBERS.get(key);
        if (known == null) {
            if (NUMBERS.size() >= Engine.options().limits().sites()) {
                Limit.SITES.hit();
                return 0;
            }
            known = add(site, key);
        }
        Site kept = sites[known];
        if (kept != null) {
            kept.keepWith(anchor, known);
        }
        return known;
    }

    private static int add(Site site, String key) {
        int number = free.nextSetBit(0);
        if (number < 0) {
            number = ++highest;
        }
        @Nullable Site[] table = sites;
        if (number == table.length) {
            table = Arrays.copyOf(table, 2 * table.length);
            nesting = Arrays.copyOf(nesting, table.length);
            types = Arrays.copyOf(types, table.length);
        }
        nesting[number] = initial;
        free.clear(number);
        site.key = key;
        table[number] = site;
        sites = table;
        NUMBERS.put(key, number);
        return number;
    }

    /** {@return whether locks have been taken under a lock that was taken here} */
    static boolean nests(int number) {
        return nesting[number];
    }

    /** Notes that even a lock that is taken while none is held matters, at every place there is and will be. */
    static synchronized void everyLockMatters() {
        initial = true;
        Arrays.fill(nesting, true);
    }

    /** Notes that locks are taken under a lock that is taken here. */
    static synchronized void seeNesting(int number) {
        nesting[number] = true;
    }

    /** {@return the type that was locked first at a place, or null} */
    static @Nullable LockType typeAt(int number) {
        return types[number];
    }

    /** Notes the type that is locked at a place. Later ones are not kept: a place of many types would write all the time. */
    static void seeType(int number, LockType type) {
        LockType known = types[number];
        if (known == null || known.refersTo(null)) {
            types[number] = type;
        }
    }

    /** {@return the place with a number, or null for 0} */
    static @Nullable Site at(int number) {
        return sites[number];
    }

    /** {@return how many places have a number} */
    static synchronized int count() {
        return NUMBERS.size();
    }

    /** Notes that class loaders have gone. */
    static synchronized void letGo(List<Anchor> gone) {
        for (Anchor anchor : gone) {
            for (int number : anchor.sites()) {
                Site site = sites[number];
                if (site != null && site.letGo()) {
                    unkept.set(number);
                }
            }
        }
    }

    /**
     * Frees the numbers of places whose code has gone.
     *
     * @param held where locks are held now; these places stay
     * @return whether there are such places
     */
    static synchronized boolean free(BitSet held) {
        boolean left = false;
        for (int i = unkept.nextSetBit(0); i >= 0; i = unkept.nextSetBit(i + 1)) {
            Site site = sites[i];
            if (site == null || site.isKept()) {
                unkept.clear(i);
            } else if (held.get(i)) {
                left = true;
            } else {
                NUMBERS.remove(site.key);
                sites[i] = null;
                types[i] = null;
                nesting[i] = initial;
                BodyPlaces.forget(i);
                unkept.clear(i);
                free.set(i);
            }
        }
        return left;
    }

    /** Marks the classes of locks that are made at places that have a number. */
    static synchronized void mark(BitSet used) {
        for (Site site : sites) {
            if (site != null) {
                LockClass made = site.lockClass;
                if (made != null) {
                    used.set(made.index());
                }
                for (LockClass inner : site.inner.values()) {
                    used.set(inner.index());
                }
            }
        }
    }

    /** Lets places ask again for the class that there was no room for. */
    static synchronized void lookAgain() {
        for (Site site : sites) {
            if (site != null && site.lockClass == Engine.graph().further()) {
                site.lockClass = null;
            }
            if (site != null && site.inner.containsValue(Engine.graph().further())) {
                site.inner = Map.of();
            }
        }
    }
}
