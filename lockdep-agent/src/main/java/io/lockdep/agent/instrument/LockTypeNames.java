package io.lockdep.agent.instrument;

import java.util.Set;

/** The names by which byte code makes and takes locks. */
final class LockTypeNames {

    private static final String LOCKS = "java/util/concurrent/locks/";
    private static final String MODE = "(Lio/lockdep/LockMode;)";
    private static final Set<String> TAKING = Set.of(
            "lock()V",
            "lockInterruptibly()V",
            "tryLock()Z",
            "tryLock(JLjava/util/concurrent/TimeUnit;)Z",
            "writeLock()J",
            "writeLockInterruptibly()J",
            "tryWriteLock()J",
            "tryWriteLock(JLjava/util/concurrent/TimeUnit;)J",
            "tryConvertToWriteLock(J)J",
            "readLock()J",
            "readLockInterruptibly()J",
            "tryReadLock()J",
            "tryReadLock(JLjava/util/concurrent/TimeUnit;)J",
            "tryConvertToReadLock(J)J",
            "acquire" + MODE + "V",
            "acquireTried" + MODE + "V",
            "touch" + MODE + "V",
            "scope" + MODE + "Lio/lockdep/Scope;");

    private static final Set<String> CONSUMING = Set.of(
            LOCKS + "ReentrantLock",
            LOCKS + "ReentrantReadWriteLock$ReadLock",
            LOCKS + "ReentrantReadWriteLock$WriteLock",
            LOCKS + "StampedLock",
            "io/lockdep/LockMap");

    private LockTypeNames() {}

    /** {@return whether a lock of this type is sure to take notice of the place that its caller has left} */
    static boolean isConsuming(String internalName) {
        return CONSUMING.contains(internalName);
    }

    /** {@return whether a constructor of this type makes a lock of the program, by its name} */
    static boolean isMade(String internalName) {
        return (internalName.contains("Lock") || internalName.contains("Mutex")) && !internalName.startsWith("java/");
    }

    /** {@return whether a field of this descriptor holds a lock} */
    static boolean isOfLock(String descriptor) {
        return descriptor.startsWith(LOCKS, 1) && !descriptor.endsWith("/Condition;");
    }

    /** {@return whether what is stored into a field of this descriptor is a lock} */
    static boolean isLockField(String descriptor) {
        return descriptor.equals("L" + LOCKS + "Lock;") || descriptor.equals("L" + LOCKS + "ReadWriteLock;");
    }

    /**
     * Whether a class may make or take a lock.
     *
     * @param constants its constant pool, one character per byte: names follow their length, which is two bytes
     * @return false only if no name above stands in it
     */
    static boolean mayStandIn(String constants) {
        return constants.contains("Lock")
                || constants.contains(LOCKS)
                || constants.contains("Mutex")
                || constants.contains("\0\14newCondition")
                || constants.contains("\0\4wait")
                || constants.contains("\0\6notify")
                || constants.contains("\0\11notifyAll")
                || constants.contains("\0\4lock")
                || constants.contains("\0\6unlock")
                || constants.contains("\0\10readLock")
                || constants.contains("\0\11writeLock")
                || constants.contains("\0\21lockInterruptibly")
                || constants.contains("\0\7tryLock")
                || constants.contains(MODE)
                || TaskCalls.mayStandIn(constants)
                || PoolCalls.mayStandIn(constants);
    }

    /** {@return whether a method of this name and descriptor takes a lock, whatever its owner} */
    static boolean isTaking(String name, String descriptor) {
        return TAKING.contains(name + descriptor);
    }
}
