package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The initialisation of one class as a lock: held by the thread that initialises it, awaited by all others that touch the
 * class meanwhile, free for ever after.
 *
 * <p>Stands on held stacks while {@code <clinit>} runs. Keeps neither the class nor its loader alive. Lists are replaced,
 * not changed, under the monitor of {@link ClassInits}; anybody may read them.
 */
final class ClassInit {

    private static final int MAX_TOUCHERS = 8;
    private static final int MAX_NOTES = 4;
    private static final int MAX_NESTED = 64;
    private static final int MAX_DEPTH = 64;
    private static final ClassInit[] NONE = {};
    private static final Note[] NO_NOTES = {};

    final String name;

    /** The classes of its loader. */
    final ClassInits loaded;

    volatile ClassCode code;

    /** Classes that were initialised while this one was, by the same thread. */
    volatile ClassInit[] nested = NONE;

    /** Locks that were held when the initialisation began. */
    volatile Note[] under = NO_NOTES;

    /** Locks that were taken by the initialisation. */
    volatile Note[] taken = NO_NOTES;

    /** Who initialises it now. */
    volatile @Nullable Thread runner;

    /** Name and id of who has initialised it, once somebody has begun. */
    volatile @Nullable String initialiser;

    /** Whether its initialisation has begun, or may have before the agent came. */
    volatile boolean hasBegun;

    /** Whether it was initialised before the program's first method ran, so that nobody else can have come first. */
    volatile boolean byLauncher;

    private @Nullable LockClass lockClass;

    // Known as long as a search runs: what its initialisation needs, and the first few classes that touch it.
    ClassInit[] needs = NONE;
    ClassInit[] touchers = NONE;

    // Marks of the search, which runs on one thread at a time.
    int order;
    int low;
    int component;

    ClassInit(ClassCode code, ClassInits loaded) {
        this.name = code.name;
        this.code = code;
        this.loaded = loaded;
    }

    /** {@return its superclass, null if that is not one of the program} */
    private @Nullable ClassInit parent() {
        long parent = code.supertypes.parent;
        return parent == 0 ? null : loaded.named(parent);
    }

    /**
     * {@return those that are initialised before it is: its superclass, and the interfaces that have methods with code}
     *
     * <p>Source: JVMS 5.5, step 7.
     */
    Set<ClassInit> before() {
        Set<ClassInit> found = new LinkedHashSet<>();
        if (!code.supertypes.ofInterface) {
            ClassInit superclass = parent();
            if (superclass != null) {
                found.add(superclass);
            }
            addInterfaces(found, 0);
        }
        return found;
    }

    private void addInterfaces(Set<ClassInit> found, int depth) {
        for (long hash : code.supertypes.interfaces) {
            ClassInit each = loaded.named(hash);
            if (each != null && depth < MAX_DEPTH) {
                each.addInterfaces(found, depth + 1);
                if (each.code.supertypes.comesFirst) {
                    found.add(each);
                }
            }
        }
    }

    /** Forgets what is known during a search. */
    void forget() {
        needs = NONE;
        touchers = NONE;
    }

    /** Tells the classes that it touches. */
    void touch() {
        for (long hash : code.touched) {
            ClassInit touched = loaded.named(hash);
            if (touched != null) {
                touched.touchedBy(this);
            }
        }
        for (ClassInit each : before()) {
            each.touchedBy(this);
        }
    }

    private void touchedBy(ClassInit other) {
        if (other != this && !contains(touchers, other) && touchers.length < MAX_TOUCHERS) {
            touchers = with(touchers, other);
        }
    }

    void nests(ClassInit inner) {
        if (inner != this && !contains(nested, inner) && nested.length < MAX_NESTED) {
            nested = with(nested, inner);
        }
    }

    private static boolean contains(ClassInit[] all, ClassInit one) {
        for (ClassInit each : all) {
            if (each == one) {
                return true;
            }
        }
        return false;
    }

    private static ClassInit[] with(ClassInit[] all, ClassInit one) {
        ClassInit[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = one;
        return more;
    }

    static Note[] with(Note[] notes, Note note) {
        Note[] more = Arrays.copyOf(notes, notes.length + 1);
        more[notes.length] = note;
        return more;
    }

    /** {@return whether there is nothing to learn from a lock} */
    static boolean isNoted(Note[] notes, int lockClass, boolean again) {
        if (notes.length >= MAX_NOTES) {
            return true;
        }
        for (Note each : notes) {
            if (each.lockClass == lockClass && each.again == again) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether it is a class that this one extends, an interface that comes before it, or this one} */
    boolean comesAfter(ClassInit other) {
        ClassInit each = this;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
            if (each == other
                    || (other.code.supertypes.comesFirst && each.before().contains(other))) {
                return true;
            }
            each = each.parent();
        }
        return false;
    }

    /** {@return whether it is nested in another class, by its name} */
    boolean isNestedIn(ClassInit other) {
        return name.length() > other.name.length()
                && name.startsWith(other.name)
                && name.charAt(other.name.length()) == '$';
    }

    /** {@return the class of this lock, made when a report needs it} */
    synchronized LockClass lockClass() {
        LockClass known = lockClass;
        if (known == null || Engine.graph().classAt(known.index()) != known) {
            known = Engine.graph().classWhileUsed("<clinit> of " + name);
            lockClass = known;
        }
        return known;
    }

    /** A lock that was held around the initialisation, or taken inside it. */
    static final class Note extends WeakReference<Object> {

        final int lockClass;
        final int flags;
        final int site;
        final String thread;

        /** Whether the thread had it before the initialisation began, so that it did not wait. */
        final boolean again;

        Note(Object lock, int lockClass, int flags, int site, String thread, boolean again) {
            super(lock);
            this.lockClass = lockClass;
            this.flags = flags;
            this.site = site;
            this.thread = thread;
            this.again = again;
        }
    }
}
