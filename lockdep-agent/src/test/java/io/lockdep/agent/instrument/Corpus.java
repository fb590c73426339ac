package io.lockdep.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Class files that compilers of all kinds wrote: of jars, and of the JDK's own modules. */
final class Corpus {

    private static final String CLASS = ".class";

    private final Map<String, Map<String, byte[]>> units = new TreeMap<>();
    private final Map<String, byte[]> all = new HashMap<>();

    /** {@return the names of the jars and modules} */
    Iterable<String> units() {
        return units.keySet();
    }

    /** {@return the classes of a jar or module, by binary name} */
    Map<String, byte[]> classes(String unit) {
        return units.get(unit);
    }

    /** {@return a class file of any of them, or null; of the same unit if it has it} */
    byte @Nullable [] find(String unit, String name) {
        byte[] own = units.get(unit).get(name);
        return own != null ? own : all.get(name);
    }

    /** Adds the classes of a jar, those for any version of Java. */
    void addJar(Path file) {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(classes, entry.getName(), in.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        add(file.getFileName().toString(), classes);
    }

    /** Adds the classes of a module of the JDK but for those in packages {@code java}, which only the JVM may load. */
    void addModule(String module) {
        Map<String, byte[]> classes = new TreeMap<>();
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(CLASS) && !name.startsWith("java/")) {
                    add(classes, name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(module, e);
        }
        add(module, classes);
    }

    private void add(String unit, Map<String, byte[]> classes) {
        units.put(unit, classes);
        classes.forEach(all::putIfAbsent);
    }

    // Not every file with this ending is a class, and a description of a package or module has no code.
    private static void add(Map<String, byte[]> classes, String file, byte[] bytes) {
        boolean isClass = bytes.length > 10 && bytes[0] == (byte) 0xca && bytes[1] == (byte) 0xfe;
        if (isClass && !file.endsWith("-info.class")) {
            String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
            classes.put(name, bytes);
        }
    }

    /** {@return the jars of the class path, and those in a folder} */
    static List<Path> jars(String classPath) {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(java.io.File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }
}
