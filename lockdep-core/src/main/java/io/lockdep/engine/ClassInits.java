package io.lockdep.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one class loader whose code is known.
 *
 * <p>A name means the class of that name in the loader itself, or in one of its ancestors; what a loader finds elsewhere is
 * not followed. The table goes with its loader. One monitor guards all tables; no code of the program runs under it.
 */
final class ClassInits {

    private static final int MAX_FOLLOWED = 1 << 14;
    private static final ClassInits FOREVER = new ClassInits(null);

    // Hashes of the classes whose code initialisers call, with how many calls that takes.
    private static final Map<Long, Integer> FOLLOWED = new HashMap<>();

    private static boolean changed;

    private final @Nullable ClassInits parent;

    // By hash of the name, see ClassCode. Classes are put there when somebody asks for one.
    private final Map<Long, ClassInit> byName = new HashMap<>();
    private final List<ClassInit> fresh = new ArrayList<>();

    private ClassInits(@Nullable ClassInits parent) {
        this.parent = parent;
    }

    private static ClassInits of(@Nullable ClassLoader loader) {
        Anchor anchor = Anchor.of(loader);
        if (anchor == null || loader == null) {
            return FOREVER;
        }
        ClassInits known = anchor.inits;
        if (known == null) {
            known = new ClassInits(of(loader.getParent()));
            anchor.inits = known;
        }
        return known;
    }

    /** Adds the code of a class, or replaces it. */
    static void add(@Nullable ClassLoader loader, ClassCode code, boolean mayHaveBegun) {
        synchronized (FOREVER) {
            ClassInits table = of(loader);
            if (mayHaveBegun) {
                ClassInit node = table.all().get(code.id);
                if (node != null) {
                    node.code = code;
                    return;
                }
            }
            ClassInit node = new ClassInit(code, table);
            node.hasBegun = mayHaveBegun;
            table.fresh.add(node);
            follow(code);
            changed = true;
        }
    }

    private static void follow(ClassCode code) {
        Integer known = FOLLOWED.get(code.id);
        Integer calls = known == null ? 1 : known + 1;
        if (calls <= InitNeeds.MAX_CALLS && FOLLOWED.size() < MAX_FOLLOWED) {
            for (ClassCode.Routine routine : code.routines) {
                for (int k = 0; k < routine.calls.length; k++) {
                    if (routine.calls[k] != 0 && routine.classes[k] != code.id) {
                        FOLLOWED.putIfAbsent(routine.classes[k], calls);
                    }
                }
            }
        }
    }

    /** {@return whether an initialiser calls code of a class} */
    static boolean follows(long id) {
        synchronized (FOREVER) {
            return FOLLOWED.containsKey(id);
        }
    }

    private Map<Long, ClassInit> all() {
        if (!fresh.isEmpty()) {
            for (ClassInit each : fresh) {
                byName.put(each.code.id, each);
            }
            fresh.clear();
        }
        return byName;
    }

    /** {@return the class that code of this loader means by a name, null if nothing is known of it} */
    @Nullable
    ClassInit named(long hash) {
        Long name = hash;
        synchronized (FOREVER) {
            for (ClassInits each = this; each != null; each = each.parent) {
                ClassInit found = each.all().get(name);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }

    /** {@return the initialisation of a class that there is not} */
    static ClassInit none() {
        return new ClassInit(
                new ClassCode(0, "", ClassCode.Supertypes.OF_NOTHING, null, new long[0], new ClassCode.Routine[0]),
                FOREVER);
    }

    /** {@return the initialisation of a class, null if nothing is known of the class} */
    static @Nullable ClassInit of(Class<?> type) {
        Long name = ClassCode.hash(type.getName());
        synchronized (FOREVER) {
            return of(type.getClassLoader()).all().get(name);
        }
    }

    /** Notes that a class was initialised while another one was. */
    static void nest(ClassInit outer, ClassInit inner) {
        synchronized (FOREVER) {
            outer.nests(inner);
            changed = true;
        }
    }

    /** Notes a lock that an initialisation takes. */
    static void take(ClassInit by, ClassInit.Note note) {
        synchronized (FOREVER) {
            by.taken = ClassInit.with(by.taken, note);
            changed = true;
        }
    }

    /** Notes a lock that was held when an initialisation began. */
    static void hold(ClassInit under, ClassInit.Note note) {
        synchronized (FOREVER) {
            under.under = ClassInit.with(under.under, note);
            changed = true;
        }
    }

    /** {@return every class whose code is known, empty if nothing was learnt since the last call} */
    static List<ClassInit> learnt() {
        List<ClassInits> tables = new ArrayList<>();
        tables.add(FOREVER);
        tables.addAll(Anchor.inits());
        synchronized (FOREVER) {
            List<ClassInit> all = new ArrayList<>();
            if (changed) {
                changed = false;
                for (ClassInits table : tables) {
                    all.addAll(table.all().values());
                }
            }
            return all;
        }
    }
}
