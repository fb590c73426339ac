package io.lockdep.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs something when the JVM ends and all shutdown hooks of the program are over: the one moment at which the exit status
 * can be changed without taking anything away from anybody.
 *
 * <p>Hooks of a program run at the same time as each other, so none of them is the last. The JDK runs them as one of ten
 * hooks of its own, one after the other ({@code java.lang.Shutdown}); this takes the last of those that is free. It needs
 * the agent, for which {@code java.lang} is open to this class.
 */
public final class LastMoment {

    private static final int LAST = 9;
    private static final int AFTER_FILES_ARE_DELETED = 3;

    private LastMoment() {}

    /**
     * Has something run last.
     *
     * @param what to run; must neither wait nor throw
     * @return whether it will be; false if this JDK does not let it
     */
    public static boolean run(Runnable what) {
        try {
            Method add = Class.forName("java.lang.Shutdown")
                    .getDeclaredMethod("add", int.class, boolean.class, Runnable.class);
            add.setAccessible(true);
            for (int slot = LAST; slot >= AFTER_FILES_ARE_DELETED; slot--) {
                if (add(add, slot, what)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return false;
        }
    }

    private static boolean add(Method add, int slot, Runnable what) throws ReflectiveOperationException {
        try {
            add.invoke(null, slot, false, what);
            return true;
        } catch (InvocationTargetException taken) {
            return false;
        }
    }
}
