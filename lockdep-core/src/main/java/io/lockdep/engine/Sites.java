package io.lockdep.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the places in instrumented code, so that a hook can be told its place by an int constant.
 *
 * <p>A class that is loaded again, or transformed again, gets the numbers it had.
 */
public final class Sites {

    private static final byte NESTS = 1;
    private static final byte EVERY_LOCK = 2;
    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static volatile @Nullable Site[] sites = new Site[256];
    private static int size;

    // Read by hooks without locking; a stale read costs one slow look-up. Not too short: code that names a place is
    // defined
    // by the thread that has numbered it, after that.
    private static byte[] nesting = new byte[256];

    // The type that was locked first at each place, which is nearly always the one that is locked there again.
    private static @Nullable LockType[] types = new LockType[256];

    private static byte initial;

    private Sites() {}

    /**
     * Numbers a place.
     *
     * @param site the place
     * @param nth which of several in one line, from 1
     * @return its number, from 1
     */
    public static synchronized int number(Site site, int nth) {
        String key = site + "|" + nth + "|" + site.role();
        Integer known = NUMBERS.get(key);
        if (known != null) {
            return known;
        }
        int number = ++size;
        @Nullable Site[] table = sites;
        if (number == table.length) {
            table = Arrays.copyOf(table, 2 * table.length);
            nesting = Arrays.copyOf(nesting, table.length);
            types = Arrays.copyOf(types, table.length);
        }
        nesting[number] = initial;
        table[number] = site;
        sites = table;
        NUMBERS.put(key, number);
        return number;
    }

    /** {@return whether locks have been taken under a lock that was taken here} */
    static boolean nests(int number) {
        return nesting[number] != 0;
    }

    /** {@return whether even a lock that is taken here while none is held matters} */
    static boolean everyLockMatters(int number) {
        return nesting[number] == EVERY_LOCK;
    }

    /** Notes that even a lock that is taken while none is held matters, at every place there is and will be. */
    static synchronized void everyLockMatters() {
        initial = EVERY_LOCK;
        Arrays.fill(nesting, EVERY_LOCK);
    }

    /** Notes that locks are taken under a lock that is taken here. */
    static synchronized void seeNesting(int number) {
        if (nesting[number] == 0) {
            nesting[number] = NESTS;
        }
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
}
