package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Decides which lock class an instance belongs to: the name it was given, else where it was made, else its type.
 *
 * <p>The class belongs to the object, not to the place that uses it: a lock handed to another method is still the same
 * lock.
 */
final class LockClasses {

    /** Held from making a class until somebody has it, so that nobody frees it meanwhile; see {@link Unloading}. */
    static final Object MAKING = new Object();

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

    /** {@return index of the class that a lock has, 0 if it has none yet} */
    static int known(Object lock) {
        if (lock instanceof ClassedLock classed) {
            return classed.lockClass.index();
        }
        if (lock instanceof Class<?> of) {
            return LockTypes.of(of).classObject;
        }
        LockType type = LockTypes.of(lock.getClass());
        int own = LockInstances.find(lock, System.identityHashCode(lock));
        return own != 0 ? own : type.lockClass;
    }

    private static int ofInstance(Object lock, int site) {
        int hash = System.identityHashCode(lock);
        int own = LockInstances.find(lock, hash);
        return own != 0 ? own : ofUnknown(lock, hash, site);
    }

    /** Gives a lock the class of the place that made it, and the locks inside it classes of that place. */
    static void made(Object object, Object lock, int number) {
        Site site = Sites.at(number);
        if (site == null) {
            return;
        }
        LockClass lockClass = site.lockClass;
        if (lockClass == null) {
            lockClass = ofSite(site);
        }
        if (lock.getClass() == StringBuffer.class) {
            LockTypes.of(StringBuffer.class).byInstance = true;
        }
        LockInstances.put(lock, System.identityHashCode(lock), lockClass.index());
        InnerLocks.name(object, site);
    }

    /** Gives a lock inside an object the class of the place that made the object, unless it has a better one. */
    static void inside(Object lock, Site site, String path) {
        int hash = System.identityHashCode(lock);
        int own = LockInstances.find(lock, hash);
        if (own == 0 || Engine.graph().classAt(own).isNamedByPlace()) {
            LockClass known = site.inner.get(path);
            LockInstances.put(lock, hash, (known != null ? known : ofInner(site, path)).index());
        }
    }

    private static LockClass ofInner(Site site, String path) {
        Unloading.sweepGone();
        String name = site.role() + " / " + path;
        synchronized (MAKING) {
            LockClass made = Engine.graph().classWhileUsed(name);
            site.inner = site.innerWith(path, made);
            return made;
        }
    }

    /** Calls a lock, or the locks of an array, after the field that it is stored in, unless it has a better name. */
    static void kept(Object object, int number) {
        if (object instanceof Object[] locks) {
            for (Object each : locks) {
                if (each != null && !(each instanceof Object[])) {
                    kept(each, number, true);
                }
            }
        } else {
            kept(object, number, false);
        }
    }

    // Elements of an array play one part, wherever they were made.
    private static void kept(Object object, int number, boolean inArray) {
        Object lock = Identity.of(object);
        if (lock instanceof ClassedLock) {
            return;
        }
        int hash = System.identityHashCode(lock);
        int own = LockInstances.find(lock, hash);
        LockClass before = own == 0 ? null : Engine.graph().classAt(own);
        if (before == null) {
            if (object instanceof Lock || object instanceof ReadWriteLock || object instanceof StampedLock) {
                made(object, lock, number);
            }
        } else if (before.isNamedByPlace()) {
            Site site = Sites.at(number);
            if (site == null || inArray || Unseen.names(before)) {
                made(object, lock, number);
            } else {
                LockInstances.put(lock, hash, ofFieldAndPlace(site, before).index());
                InnerLocks.name(object, site);
            }
        }
    }

    // Locks that were made at two places are two classes, also if one field keeps both: it may be that of a wrapper.
    private static LockClass ofFieldAndPlace(Site site, LockClass made) {
        Unloading.sweepGone();
        String place = made.name().substring(made.name().indexOf('@') + 1);
        synchronized (MAKING) {
            return Engine.graph().classWhileUsed(site.role() + " (" + place + ")");
        }
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

    /** Gives a pool the class of the place that keeps it, unless it has one. */
    static void keptPool(Object pool, int number) {
        Site site = Sites.at(number);
        if (site != null) {
            LockClass known = site.lockClass;
            LockClass kept = known == null ? ofSite(site) : known;
            LockInstances.findOrPut(pool, System.identityHashCode(pool), kept.index());
        }
    }

    /** {@return the class of a pool's units: its own, else one of its type} */
    static LockClass ofPool(Object pool) {
        int hash = System.identityHashCode(pool);
        int own = LockInstances.find(pool, hash);
        if (own == 0) {
            Unloading.sweepGone();
            String name = pool.getClass().getTypeName() + " (units)";
            synchronized (MAKING) {
                own = LockInstances.findOrPut(
                        pool, hash, Engine.graph().classWhileUsed(name).index());
            }
        }
        return own == 0 ? Engine.graph().further() : Engine.graph().classAt(own);
    }

    private static LockClass ofSite(Site site) {
        Unloading.sweepGone();
        String role = site.role();
        String name = role != null ? role : site.toString();
        synchronized (MAKING) {
            LockClass made = Engine.graph().classWhileUsed(name);
            site.lockClass = made;
            return made;
        }
    }

    private static int ofType(LockType type, Class<?> of) {
        Unloading.sweepGone();
        String name = of.getTypeName();
        synchronized (MAKING) {
            int made = Engine.graph().classWhileUsed(name).index();
            type.lockClass = made;
            return made;
        }
    }

    private static int ofClassObject(LockType type, Class<?> of) {
        Unloading.sweepGone();
        String name = "class " + of.getTypeName();
        synchronized (MAKING) {
            int made = Engine.graph().classWhileUsed(name).index();
            type.classObject = made;
            return made;
        }
    }

    // Made before the agent came, or by code that is not instrumented: the first place seen to take it gives the name,
    // and from then on the object keeps that class.
    private static int ofUnknown(Object lock, int hash, int number) {
        boolean was = LockEvents.enter();
        try {
            return ofUnseen(lock, hash, number);
        } finally {
            LockEvents.leave(was);
        }
    }

    private static int ofUnseen(Object lock, int hash, int number) {
        Class<?> is = lock instanceof ProgramLock own ? own.type() : lock.getClass();
        LockType type = LockTypes.of(is);
        boolean isNamedByPlace =
                is != StringBuffer.class && (is.getClassLoader() == null || Lock.class.isAssignableFrom(is));
        if (LockInstances.hasRefused() && (isNamedByPlace || type.byInstance)) {
            // It may be one that there was no room for. Its type says nothing of what it is for.
            return Engine.graph().further().index();
        }
        int own = isNamedByPlace ? LockInstances.findOrPut(lock, hash, ofPlace(type, is, number)) : 0;
        if (own == 0 && isNamedByPlace) {
            return Engine.graph().further().index();
        }
        return own != 0 ? own : type.lockClass != 0 ? type.lockClass : ofType(type, is);
    }

    private static int ofPlace(LockType type, Class<?> is, int number) {
        Site site = Sites.at(number);
        if (site != null && site.role() != null) {
            LockClass known = site.lockClass;
            return (known != null ? known : ofSite(site)).index();
        }
        Unloading.sweepGone();
        if (site != null && site.isOfJdk) {
            site = null;
        }
        UserFrame user = site != null ? null : UserFrame.above(Sites.at(number), is);
        if (user != null && user.isInsideJdk()) {
            return insideJdk();
        }
        String name = simpleName(is) + "@" + (user != null ? user.path() : site);
        synchronized (MAKING) {
            LockClass made = Engine.graph().classWhileUsed(name);
            if (made != Engine.graph().further()) {
                Unseen.keep(made, new Unseen(type, site, user == null ? null : Anchor.of(user.loader())));
            }
            return made.index();
        }
    }

    // Nobody outside the JDK can reach such a lock, so no order with locks of the program can be wrong.
    private static int insideJdk() {
        LockClass inside = Engine.graph().classNamed("(inside the JDK)");
        inside.rules().noValidate();
        return inside.index();
    }

    private static String simpleName(Class<?> type) {
        String name = type.getTypeName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
