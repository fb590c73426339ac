package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classes of locks whose making was not seen: named by a type and a place, so needed as long as both are there.
 *
 * <p>Guarded by {@link LockClasses#MAKING}.
 *
 * @param type the type
 * @param site the place, if it has a number
 * @param anchor the loader of the code that stands for the place otherwise; null if it stays for ever
 */
record Unseen(LockType type, @Nullable Site site, @Nullable Anchor anchor) {

    private static final Map<Integer, List<Unseen>> BY_CLASS = new HashMap<>();

    /** {@return whether a class is one of locks whose making was not seen} */
    static boolean names(LockClass lockClass) {
        synchronized (LockClasses.MAKING) {
            return BY_CLASS.containsKey(lockClass.index());
        }
    }

    /** Notes that a class is needed for locks of this type here. */
    static void keep(LockClass lockClass, Unseen user) {
        List<Unseen> users = BY_CLASS.get(lockClass.index());
        if (users == null) {
            users = new ArrayList<>(1);
            BY_CLASS.put(lockClass.index(), users);
        }
        // The last loader is the likeliest. Not equals(): of a record it is linked at run time, inside a hook.
        for (int i = users.size() - 1; i >= 0; i--) {
            Unseen known = users.get(i);
            if (known.type == user.type && known.site == user.site && known.anchor == user.anchor) {
                return;
            }
        }
        users.add(user);
    }

    /** Marks the classes that are needed still and forgets the others. */
    static void mark(BitSet used) {
        var entries = BY_CLASS.entrySet().iterator();
        while (entries.hasNext()) {
            var entry = entries.next();
            dropUnneeded(entry.getValue());
            if (entry.getValue().isEmpty()) {
                entries.remove();
            } else {
                used.set(entry.getKey());
            }
        }
    }

    private static void dropUnneeded(List<Unseen> users) {
        var each = users.iterator();
        while (each.hasNext()) {
            if (!each.next().isNeeded()) {
                each.remove();
            }
        }
    }

    private boolean isNeeded() {
        return !type.refersTo(null) && (site == null || site.isKept()) && (anchor == null || !anchor.refersTo(null));
    }
}
