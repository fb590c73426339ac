package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import org.jspecify.annotations.Nullable;

/**
 * Decides which lock class an instance belongs to: the name it was given, else where it was made, else its type.
 *
 * <p>The class belongs to the object, not to the place that uses it: a lock handed to another method is still the same
 * lock.
 */
final class LockClasses {

    private LockClasses() {}

    /**
     * Finds the class of a lock.
     *
     * @param lock the lock object
     * @param hash its identity hash if that is known, else 0
     * @param site where it is being taken, 0 if not known; names a lock whose making was not seen
     * @return its class
     */
    static LockClass of(Object lock, int hash, int site) {
        if (lock instanceof ClassedLock classed) {
            return classed.lockClass;
        }
        if (lock instanceof Class<?> locked) {
            LockType type = LockTypes.of(locked);
            LockClass known = type.classObject;
            return known != null ? known : ofClassObject(type, locked);
        }
        LockType type = LockTypes.of(lock.getClass());
        if (type.byInstance) {
            int identity = hash != 0 ? hash : System.identityHashCode(lock);
            LockClass own = LockInstances.find(lock, identity);
            return own != null ? own : ofUnknown(lock, identity, site);
        }
        LockClass known = type.lockClass;
        return known != null ? known : ofType(type, lock.getClass());
    }

    /** Gives a lock the class of the place that made it. */
    static void made(Object lock, int number) {
        Site site = Sites.at(number);
        if (site == null) {
            return;
        }
        LockClass lockClass = site.lockClass;
        if (lockClass == null) {
            String role = site.role();
            lockClass = Engine.graph().classNamed(role != null ? role : site.toString());
            site.lockClass = lockClass;
        }
        LockInstances.put(lock, System.identityHashCode(lock), lockClass);
    }

    /** Gives a lock a class by name. */
    static void name(Object lock, String name) {
        LockTypes.of(lock.getClass()).byInstance = true;
        LockInstances.put(lock, System.identityHashCode(lock), Engine.graph().classNamed(name));
    }

    private static LockClass ofType(LockType type, Class<?> of) {
        LockClass made = Engine.graph().classNamed(of.getTypeName());
        type.lockClass = made;
        return made;
    }

    private static LockClass ofClassObject(LockType type, Class<?> of) {
        LockClass made = Engine.graph().classNamed("class " + of.getTypeName());
        type.classObject = made;
        return made;
    }

    // Made before the agent came, or by code that is not instrumented: the first place seen to take it gives the name,
    // and from then on the object keeps that class.
    private static LockClass ofUnknown(Object lock, int identity, int number) {
        Class<?> type = lock.getClass();
        if (type.getClassLoader() != null && !java.util.concurrent.locks.Lock.class.isAssignableFrom(type)) {
            LockType known = LockTypes.of(type);
            LockClass ofType = known.lockClass;
            return ofType != null ? ofType : ofType(known, type);
        }
        @Nullable Site site = number == 0 ? null : Sites.at(number);
        String place = site != null ? site.toString() : Stacks.firstUser();
        LockClass made = Engine.graph().classNamed(simpleName(type) + "@" + place);
        LockInstances.put(lock, identity, made);
        return made;
    }

    private static String simpleName(Class<?> type) {
        String name = type.getTypeName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
