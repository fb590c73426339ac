package io.lockdep.agent.instrument;

import java.util.Set;

/** The names by which byte code makes and takes locks. */
final class LockTypeNames {

    private static final String LOCKS = "java/util/concurrent/locks/";
    private static final Set<String> MADE = Set.of(LOCKS + "ReentrantLock", LOCKS + "ReentrantReadWriteLock");
    private static final String MODE = "(Lio/lockdep/LockMode;)";
    private static final Set<String> TAKING = Set.of(
            "lock()V",
            "lockInterruptibly()V",
            "tryLock()Z",
            "tryLock(JLjava/util/concurrent/TimeUnit;)Z",
            "acquire" + MODE + "V",
            "acquireTried" + MODE + "V",
            "touch" + MODE + "V",
            "scope" + MODE + "Lio/lockdep/Scope;");

    private static final Set<String> CONSUMING = Set.of(
            LOCKS + "ReentrantLock",
            LOCKS + "ReentrantReadWriteLock$ReadLock",
            LOCKS + "ReentrantReadWriteLock$WriteLock",
            "io/lockdep/LockMap");

    private LockTypeNames() {}

    /** {@return whether a lock of this type is sure to take notice of the place that its caller has left} */
    static boolean isConsuming(String internalName) {
        return CONSUMING.contains(internalName);
    }

    /** {@return whether a constructor of this type makes a lock} */
    static boolean isMade(String internalName) {
        return MADE.contains(internalName) || internalName.equals("java/lang/Object");
    }

    /**
     * Whether a class may make or take a lock.
     *
     * @param constants its constant pool, one character per byte: names follow their length, which is two bytes
     * @return false only if no name above stands in it
     */
    static boolean mayStandIn(String constants) {
        return constants.contains(LOCKS + "Reentrant")
                || constants.contains("\0\4lock")
                || constants.contains("\0\21lockInterruptibly")
                || constants.contains("\0\7tryLock")
                || constants.contains(MODE)
                || TaskCalls.mayStandIn(constants);
    }

    /** {@return whether a method of this name and descriptor takes a lock, whatever its owner} */
    static boolean isTaking(String name, String descriptor) {
        return TAKING.contains(name + descriptor);
    }
}
