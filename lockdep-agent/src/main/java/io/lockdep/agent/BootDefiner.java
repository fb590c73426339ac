package io.lockdep.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.function.BiConsumer;

/**
 * Defines a class, given by name and bytes, in the boot loader.
 *
 * <p>Loaded by a loader of its own, so that the JDK's internals are opened to this one class and not to everything on the
 * program's class path, which the agent shares. Public, and a JDK interface, because no other class can name it.
 */
public final class BootDefiner implements BiConsumer<String, byte[]> {

    private final Object unsafe;
    private final Method define;

    /**
     * Made by reflection.
     *
     * @throws ReflectiveOperationException if this JDK has no such door
     */
    public BootDefiner() throws ReflectiveOperationException {
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        unsafe = type.getMethod("getUnsafe").invoke(null);
        define = type.getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
    }

    @Override
    public void accept(String name, byte[] bytes) {
        try {
            define.invoke(unsafe, name, bytes, 0, bytes.length, null, null);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot define " + name + " in the boot loader", e);
        }
    }
}
