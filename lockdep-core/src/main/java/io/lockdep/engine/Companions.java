package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps beside objects that have no room for it: a task beside its future, a supply beside its semaphore.
 *
 * <p>A weak identity table in stripes. Reading does not lock, not even in vain: most objects that are asked for are new,
 * and a virtual thread that waits for a monitor here could be one that may not leave its carrier. Entries are never
 * changed, and whoever has got an object from somebody who gave it a companion finds that. Entries of dead objects go when
 * their stripe is rebuilt, which happens when it fills and after a collection. A companion may not refer to its object,
 * which would then never die.
 */
final class Companions {

    private static final int STRIPES = 64;
    private static final int FIRST_CAPACITY = 16;
    private static final Stripe[] ALL = new Stripe[STRIPES];

    static {
        for (int i = 0; i < STRIPES; i++) {
            ALL[i] = new Stripe();
        }
    }

    private Companions() {}

    /** {@return the companion of an object, null if it has none} */
    static @Nullable ClassedLock of(Object object) {
        int hash = System.identityHashCode(object);
        return stripe(hash).find(object, hash);
    }

    /**
     * Gives an object a companion, unless it has one.
     *
     * @return the one that it has now; null if there is no room for another
     */
    static @Nullable ClassedLock putIfAbsent(Object object, ClassedLock fresh) {
        int hash = System.identityHashCode(object);
        return stripe(hash).put(object, hash, fresh, false);
    }

    /** Gives an object a companion in place of the one that it may have. */
    static void put(Object object, ClassedLock fresh) {
        int hash = System.identityHashCode(object);
        stripe(hash).put(object, hash, fresh, true);
    }

    /** Drops those of dead objects, and the room they took, unless there is little to gain. */
    static void purgeIfMany() {
        for (Stripe each : ALL) {
            each.purgeIfMany();
        }
    }

    /** {@return how many objects have one, dead ones that were not dropped yet among them} */
    static int count() {
        int count = 0;
        for (Stripe each : ALL) {
            count += each.size();
        }
        return count;
    }

    private static Stripe stripe(int hash) {
        return ALL[hash & STRIPES - 1];
    }

    private static final class Stripe {

        private volatile @Nullable Entry[] table = new Entry[FIRST_CAPACITY];
        private int used;

        // Looking for dead objects takes time, and before a collection it is in vain.
        private boolean full;
        private NextCollection collection = new NextCollection();

        @Nullable
        ClassedLock find(Object object, int hash) {
            Entry found = entry(table, object, hash);
            return found == null ? null : found.companion;
        }

        synchronized @Nullable ClassedLock put(Object object, int hash, ClassedLock fresh, boolean replace) {
            Entry known = entry(table, object, hash);
            if (known != null && !replace) {
                return known.companion;
            }
            if (used >= table.length && (!full || collection.isOver())) {
                makeRoom();
            }
            if (full) {
                Limit.INSTANCES.hit();
                return null;
            }
            // The newest is found first; one that it replaces goes with the next rebuild.
            int at = slot(hash, table.length);
            table[at] = new Entry(object, hash, fresh, table[at]);
            used++;
            return fresh;
        }

        private void makeRoom() {
            int live = live();
            if (!full) {
                rebuild(live);
            }
        }

        synchronized void purgeIfMany() {
            int live = live();
            if (!full && 8L * (used - live) > used) {
                rebuild(live);
            }
        }

        private int live() {
            int live = 0;
            for (Entry first : table) {
                for (Entry each = first; each != null; each = each.next) {
                    live += each.refersTo(null) ? 0 : 1;
                }
            }
            collection = new NextCollection();
            full = live > Engine.options().limits().instances() / STRIPES;
            return live;
        }

        private void rebuild(int live) {
            @Nullable Entry[] old = table;
            int capacity = FIRST_CAPACITY;
            while (capacity < 2 * live) {
                capacity *= 2;
            }
            @Nullable Entry[] fresh = new Entry[capacity];
            used = 0;
            for (Entry first : old) {
                for (Entry each = first; each != null; each = each.next) {
                    Object object = each.get();
                    if (object != null && entry(fresh, object, each.hash) == null) {
                        int at = slot(each.hash, capacity);
                        fresh[at] = new Entry(object, each.hash, each.companion, fresh[at]);
                        used++;
                    }
                }
            }
            table = fresh;
        }

        synchronized int size() {
            return used;
        }

        private static @Nullable Entry entry(@Nullable Entry[] table, Object object, int hash) {
            Entry each = table[slot(hash, table.length)];
            while (each != null && !(each.hash == hash && each.refersTo(object))) {
                each = each.next;
            }
            return each;
        }

        private static int slot(int hash, int capacity) {
            return (hash >>> 6) & (capacity - 1);
        }
    }

    private static final class Entry extends WeakReference<@Nullable Object> {

        final int hash;
        final ClassedLock companion;
        final @Nullable Entry next;

        Entry(Object object, int hash, ClassedLock companion, @Nullable Entry next) {
            super(object);
            this.hash = hash;
            this.companion = companion;
            this.next = next;
        }
    }
}
