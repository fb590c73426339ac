package io.lockdep.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
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

    private final BiConsumer<String, byte[]> boot;
    private final Map<String, byte[]> pending;

    private BootClasses(BiConsumer<String, byte[]> boot, Map<String, byte[]> pending) {
        this.boot = boot;
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
        BootClasses classes = new BootClasses(definer(instrumentation), read());
        for (String name : Set.copyOf(classes.pending.keySet())) {
            classes.define(name);
        }
        Set<Module> engine = Set.of(Class.forName(PROBE, false, null).getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(
                        "java.lang",
                        engine,
                        "java.io",
                        engine,
                        "java.util",
                        engine,
                        "java.util.concurrent",
                        engine,
                        "java.util.concurrent.locks",
                        engine),
                Set.of(),
                Map.of());
    }

    @SuppressWarnings("unchecked") // BootDefiner says so
    private static BiConsumer<String, byte[]> definer(Instrumentation instrumentation)
            throws ReflectiveOperationException, IOException {
        try (InputStream in = BootClasses.class.getResourceAsStream("BootDefiner.class")) {
            if (in == null) {
                throw new IOException("the agent jar is not complete; use the original lockdep-agent jar");
            }
            Class<?> definer = new OwnLoader().define(in.readAllBytes());
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of("jdk.internal.misc", Set.of(definer.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
            return (BiConsumer<String, byte[]>) definer.getConstructor().newInstance();
        }
    }

    // A class can be defined only after its superclass and interfaces.
    private void define(String name) {
        byte[] bytes = pending.remove(name);
        if (bytes == null) {
            return;
        }
        ClassReader reader = new ClassReader(bytes);
        define(reader.getSuperName());
        for (String parent : reader.getInterfaces()) {
            define(parent);
        }
        boot.accept(name, bytes);
    }

    private static Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (JarFile jar = new JarFile(AgentJar.path().toFile(), false)) {
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

    /** Sees the JDK and nothing else. */
    private static final class OwnLoader extends ClassLoader {

        OwnLoader() {
            super(null);
        }

        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }
}
