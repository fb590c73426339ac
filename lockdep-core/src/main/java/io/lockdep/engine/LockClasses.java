package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

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
     * @param site where it is being taken, 0 if not known; names a lock whose making was not seen
     * @return index of its class
     */
    static int of(Object lock, int site) {
        Class<?> is = lock.getClass();
        if (is == ReentrantLock.class || is == Object.class) {
            return ofInstance(lock, site);
        }
        if (lock instanceof ClassedLock classed) {
            return classed.lockClass.index();
        }
        if (is == Class.class) {
            LockType type = LockTypes.of((Class<?>) lock);
            return type.classObject != 0 ? type.classObject : ofClassObject(type, (Class<?>) lock);
        }
        LockType type = Sites.typeAt(site);
        if (type == null || !type.refersTo(is)) {
            type = LockTypes.of(is);
            Sites.seeType(site, type);
        }
        if (type.byInstance) {
            return ofInstance(lock, site);
        }
        return type.lockClass != 0 ? type.lockClass : ofType(type, is);
    }

    private static int ofInstance(Object lock, int site) {
        int hash = System.identityHashCode(lock);
        int own = LockInstances.find(lock, hash);
        return own != 0 ? own : ofUnknown(lock, hash, site);
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
        LockInstances.put(lock, System.identityHashCode(lock), lockClass.index());
    }

    /** Gives a lock a class by name. */
    static void name(Object lock, String name) {
        if (lock instanceof Class<?> type) {
            LockTypes.of(type).classObject = Engine.graph().classNamed(name).index();
            return;
        }
        LockTypes.of(lock.getClass()).byInstance = true;
        LockInstances.put(
                lock,
                System.identityHashCode(lock),
                Engine.graph().classNamed(name).index());
    }

    private static int ofType(LockType type, Class<?> of) {
        int made = Engine.graph().classNamed(of.getTypeName()).index();
        type.lockClass = made;
        return made;
    }

    private static int ofClassObject(LockType type, Class<?> of) {
        int made = Engine.graph().classNamed("class " + of.getTypeName()).index();
        type.classObject = made;
        return made;
    }

    // Made before the agent came, or by code that is not instrumented: the first place seen to take it gives the name,
    // and from then on the object keeps that class.
    private static int ofUnknown(Object lock, int hash, int number) {
        Class<?> type = lock.getClass();
        if (type.getClassLoader() != null && !Lock.class.isAssignableFrom(type)) {
            LockType known = LockTypes.of(type);
            return known.lockClass != 0 ? known.lockClass : ofType(known, type);
        }
        Site site = Sites.at(number);
        String place = site != null ? site.toString() : Stacks.firstUser();
        int made = Engine.graph().classNamed(simpleName(type) + "@" + place).index();
        return LockInstances.findOrPut(lock, hash, made);
    }

    private static String simpleName(Class<?> type) {
        String name = type.getTypeName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
