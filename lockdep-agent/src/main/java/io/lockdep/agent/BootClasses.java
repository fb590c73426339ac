package io.lockdep.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Defines the engine in the boot loader, where the JDK's own locks can call it and every application finds it first.
 *
 * <h2>Why not the usual way</h2>
 *
 * {@code appendToBootstrapClassLoaderSearch} makes the JVM print a warning about class data sharing on standard error
 * (measured on 17 and 25), and lockdep leaves a program's output alone. Defining the classes one by one does not. As
 * parent loaders are asked first, an application that ships the engine itself gets the one defined here.
 */
final class BootClasses {

    private static final String PROBE = "io.lockdep.engine.Engine";
    private static final String ROOT = "io/lockdep/";
    private static final Set<String> PACKAGES = Set.of("", "engine", "graph", "report");

    private final Object unsafe;
    private final Method define;
    private final Map<String, byte[]> pending;

    private BootClasses(Object unsafe, Method define, Map<String, byte[]> pending) {
        this.unsafe = unsafe;
        this.define = define;
        this.pending = pending;
    }

    /** {@return whether an agent has been here before} */
    static boolean areDefined() {
        try {
            Class.forName(PROBE, false, null);
            return true;
        } catch (ClassNotFoundException notYet) {
            return false;
        }
    }

    /** Defines every class of the engine and opens to it what it reads of the JDK. */
    static void define(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        Module base = Object.class.getModule();
        Module agent = BootClasses.class.getModule();
        instrumentation.redefineModule(
                base, Set.of(), Map.of("jdk.internal.misc", Set.of(agent)), Map.of(), Set.of(), Map.of());
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe = type.getMethod("getUnsafe").invoke(null);
        Method define = type.getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
        BootClasses classes = new BootClasses(unsafe, define, read());
        for (String name : Set.copyOf(classes.pending.keySet())) {
            classes.define(name);
        }
        Module boot = Class.forName(PROBE, false, null).getModule();
        Set<Module> readers = Set.of(boot);
        instrumentation.redefineModule(
                base,
                Set.of(),
                Map.of(),
                Map.of("java.lang", readers, "java.util.concurrent.locks", readers),
                Set.of(),
                Map.of());
    }

    // A class can be defined only after its superclass and interfaces.
    private void define(String name) throws ReflectiveOperationException {
        byte[] bytes = pending.remove(name);
        if (bytes == null) {
            return;
        }
        ClassReader reader = new ClassReader(bytes);
        define(reader.getSuperName());
        for (String parent : reader.getInterfaces()) {
            define(parent);
        }
        define.invoke(unsafe, name, bytes, 0, bytes.length, null, null);
    }

    private static Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (JarFile jar = new JarFile(agentJar().toFile(), false)) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (isOfEngine(name)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        classes.put(name.substring(0, name.length() - ".class".length()), in.readAllBytes());
                    }
                }
            }
        }
        return classes;
    }

    private static boolean isOfEngine(String entry) {
        if (!entry.startsWith(ROOT) || !entry.endsWith(".class") || entry.endsWith("package-info.class")) {
            return false;
        }
        int slash = entry.lastIndexOf('/');
        return PACKAGES.contains(slash < ROOT.length() ? "" : entry.substring(ROOT.length(), slash));
    }

    /** {@return the jar that this class came from} */
    static Path agentJar() throws IOException {
        try {
            return Path.of(BootClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the place of the agent jar is not a file", e);
        }
    }
}
