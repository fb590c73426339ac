package io.lockdep.agent.instrument;

import java.util.Set;

/** The names by which byte code makes and takes locks. */
final class LockTypeNames {

    /** Longest name or descriptor below, in characters. */
    static final int LONGEST = 60;

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

    /** {@return whether these bytes of a class file name a lock type other than plain {@code Object}} */
    static boolean isMade(byte[] bytes, int start, int length) {
        if (length <= LOCKS.length() || length > LONGEST) {
            return false;
        }
        for (int i = 0; i < LOCKS.length(); i++) {
            if (bytes[start + i] != LOCKS.charAt(i)) {
                return false;
            }
        }
        for (String name : MADE) {
            if (name.length() == length && endsWith(bytes, start + length, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWith(byte[] bytes, int end, String name) {
        for (int i = LOCKS.length(); i < name.length(); i++) {
            if (bytes[end - name.length() + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether a method of this name and descriptor takes a lock, whatever its owner} */
    static boolean isTaking(String name, String descriptor) {
        return !name.isEmpty() && TAKING.contains(name + descriptor);
    }
}
