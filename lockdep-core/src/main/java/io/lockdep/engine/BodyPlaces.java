package io.lockdep.engine;

import java.util.Arrays;

/**
 * Places that have nothing new to say of the task that runs there.
 *
 * <p>A lock that is taken while none is held says that the task needs it. To find that out its class has to be looked up,
 * which the hot path does not do otherwise. So a place is left alone once it has taken locks of one class only, {@value
 * #QUIET} times, and the chain was known each time. A place that takes locks of many classes is never left alone, and one
 * that is gets looked at now and then: {@link HeldLocks} lets one of {@value #SAMPLE} acquisitions through.
 *
 * <p>Not exact among threads: the counters are shared, and written only until the place is left alone.
 */
final class BodyPlaces {

    /** How often a place must have had nothing to say. */
    static final int QUIET = 1024;

    /** One acquisition of so many is looked at all the same. A power of two. */
    static final int SAMPLE = 64;

    private static final int MANY = -1;

    private static int[] settled = new int[256];
    private static int[] lockClass = new int[256];
    private static int[] quiet = new int[256];

    private BodyPlaces() {}

    /** {@return the mark of the bodies for which a place is left alone, 0 if there are none} */
    static int settledFor(int site) {
        int[] marks = settled;
        return site < marks.length ? marks[site] : 0;
    }

    /** Notes that a lock was taken at a place, and the chain was known. */
    static void hadNothingNew(int site, int mark, int taken) {
        if (site == 0) {
            return;
        }
        if (site >= lockClass.length) {
            grow(site);
        }
        int[] classes = lockClass;
        int known = classes[site];
        if (known == taken) {
            if (settled[site] == 0 && ++quiet[site] >= QUIET) {
                settled[site] = mark;
            }
        } else if (known == 0) {
            classes[site] = taken;
        } else if (known != MANY) {
            classes[site] = MANY;
            settled[site] = 0;
        }
    }

    private static synchronized void grow(int site) {
        int length = lockClass.length;
        while (length <= site) {
            length *= 2;
        }
        settled = Arrays.copyOf(settled, length);
        quiet = Arrays.copyOf(quiet, length);
        lockClass = Arrays.copyOf(lockClass, length);
    }

    /** Looks at every place again. */
    static synchronized void lookAgain() {
        Arrays.fill(settled, 0);
        Arrays.fill(quiet, 0);
    }

    /** Forgets a place whose number will be given out again. */
    static synchronized void forget(int site) {
        if (site < lockClass.length) {
            settled[site] = 0;
            quiet[site] = 0;
            lockClass[site] = 0;
        }
    }
}
