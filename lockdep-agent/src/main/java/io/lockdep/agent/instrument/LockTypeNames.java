package io.lockdep.agent.instrument;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The names by which byte code makes and takes locks. */
final class LockTypeNames {

    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String LOCKS = CONCURRENT + "locks/";
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

    private static final Set<String> FIELDS = Set.of(
            "L" + LOCKS + "Lock;",
            "L" + LOCKS + "ReadWriteLock;",
            "L" + LOCKS + "ReentrantLock;",
            "L" + LOCKS + "ReentrantReadWriteLock;",
            "L" + LOCKS + "ReentrantReadWriteLock$ReadLock;",
            "L" + LOCKS + "ReentrantReadWriteLock$WriteLock;",
            "L" + LOCKS + "StampedLock;",
            "L" + CONCURRENT + "Executor;",
            "L" + CONCURRENT + "ExecutorService;",
            "L" + CONCURRENT + "ForkJoinPool;",
            "L" + CONCURRENT + "ScheduledExecutorService;",
            "L" + CONCURRENT + "ScheduledThreadPoolExecutor;",
            "L" + CONCURRENT + "ThreadPoolExecutor;");

    private LockTypeNames() {}

    /** {@return whether a lock of this type is sure to take notice of the place that its caller has left} */
    static boolean isConsuming(String internalName) {
        return CONSUMING.contains(internalName);
    }

    /** {@return whether a constructor of this type makes a lock of the program, by its name} */
    static boolean isMade(String internalName) {
        return (internalName.contains("Lock") || internalName.contains("Mutex")) && !internalName.startsWith("java/");
    }

    /** {@return whether a field of this descriptor holds a lock, or workers that are waited for as locks are} */
    static boolean isOfLock(String descriptor) {
        return FIELDS.contains(descriptor);
    }

    /** {@return the descriptors of such fields} */
    static Set<String> fields() {
        return FIELDS;
    }

    /** {@return the names of methods that take a lock, or are a lock's} */
    static Collection<String> methods() {
        Set<String> names = new HashSet<>(Set.of("unlock", "newCondition"));
        for (String each : TAKING) {
            names.add(each.substring(0, each.indexOf('(')));
        }
        return names;
    }

    /** {@return whether what is stored into a field of this descriptor is a lock} */
    static boolean isLockField(String descriptor) {
        return descriptor.equals("L" + LOCKS + "Lock;") || descriptor.equals("L" + LOCKS + "ReadWriteLock;");
    }

    /** {@return whether a method of this name and descriptor takes a lock, whatever its owner} */
    static boolean isTaking(String name, String descriptor) {
        return TAKING.contains(name + descriptor);
    }
}
