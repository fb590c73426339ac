package io.lockdep.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one class loader whose code is known, and those that it names.
 *
 * <p>A name means the class of that name in the loader itself, or in one of its ancestors; what a loader finds elsewhere is
 * not followed. The table goes with its loader. One monitor guards all tables; no code of the program runs under it.
 */
final class ClassInits {

    private static final ClassInits FOREVER = new ClassInits(null);

    private static boolean changed;

    private final @Nullable ClassInits parent;
    private final Map<String, ClassInit> byName = new HashMap<>();

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
            ClassInit node = table.own(code.name);
            ClassInit[] named = new ClassInit[code.classes.length];
            for (int i = 0; i < named.length; i++) {
                named[i] = table.named(code.classes[i]);
            }
            for (ClassCode.Routine routine : code.routines) {
                for (int k = 0; k < routine.classes.length; k++) {
                    // Not who only calls a constructor: a subclass does, and its initialisation came first.
                    if (routine.calls[k] == 0) {
                        named[routine.classes[k]].touchedBy(node);
                    }
                }
            }
            String parentName = code.parent;
            ClassInit superclass = parentName == null ? null : table.named(parentName);
            if (superclass != null) {
                superclass.touchedBy(node);
            }
            node.parent = superclass;
            node.code = code.followable(named);
            node.hasBegun |= mayHaveBegun;
            changed = true;
        }
    }

    private ClassInit named(String name) {
        ClassInit own = byName.get(name);
        if (own != null && own.code != null) {
            return own;
        }
        for (ClassInits each = parent; each != null; each = each.parent) {
            ClassInit inherited = each.byName.get(name);
            if (inherited != null && inherited.code != null) {
                return inherited;
            }
        }
        return own != null ? own : own(name);
    }

    private ClassInit own(String name) {
        ClassInit known = byName.get(name);
        if (known == null) {
            known = new ClassInit(name);
            byName.put(name, known);
        }
        return known;
    }

    /** {@return the initialisation of a class, null if nothing is known of the class} */
    static @Nullable ClassInit of(Class<?> type) {
        synchronized (FOREVER) {
            ClassInit known = of(type.getClassLoader()).byName.get(type.getName());
            return known == null || known.code == null ? null : known;
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
                    for (ClassInit each : table.byName.values()) {
                        if (each.code != null) {
                            all.add(each);
                        }
                    }
                }
            }
            return all;
        }
    }
}
