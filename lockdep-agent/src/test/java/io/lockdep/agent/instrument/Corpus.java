package io.lockdep.agent.instrument;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Class files that compilers of all kinds wrote: of jars, and of the JDK's own modules; read when they are asked for. */
final class Corpus implements AutoCloseable {

    private static final String CLASS = ".class";

    private final Map<String, Map<String, ClassFile>> units = new TreeMap<>();
    private final Map<String, ClassFile> all = new HashMap<>();
    private final Map<String, JarFile> jars = new HashMap<>();

    /** The place of a class file. */
    private interface ClassFile {
        byte[] read() throws IOException;
    }

    /** {@return the names of the jars and modules} */
    Set<String> units() {
        return units.keySet();
    }

    /** {@return the binary names of the classes of a jar or module} */
    Set<String> classes(String unit) {
        return units.get(unit).keySet();
    }

    /** {@return a class file of any of them, or null; of the same unit if it has it} */
    byte @Nullable [] find(String unit, String name) {
        ClassFile own = units.get(unit).get(name);
        ClassFile file = own != null ? own : all.get(name);
        try {
            byte[] bytes = file == null ? null : file.read();
            // Not every file with this ending is a class.
            return bytes != null && bytes.length > 10 && bytes[0] == (byte) 0xca ? bytes : null;
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Adds the jars of a class path. */
    void addClassPath(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                addJar(Path.of(entry));
            }
        }
    }

    /** Adds the jars in a folder. */
    void addFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".jar")).forEach(this::addJar);
        }
    }

    private void addJar(Path file) {
        try {
            JarFile jar = new JarFile(file.toFile(), false);
            jars.put(file.getFileName().toString(), jar);
            Map<String, ClassFile> classes = new TreeMap<>();
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                // Those for all versions of Java.
                if (!entry.getName().startsWith("META-INF/")) {
                    add(classes, entry.getName(), () -> read(jar, entry));
                }
            }
            add(file.getFileName().toString(), classes);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Adds the classes of a module of the JDK but for those in packages {@code java}, which only the JVM may load. */
    void addModule(String module) throws IOException {
        Map<String, ClassFile> classes = new TreeMap<>();
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("java/")) {
                    add(classes, name, () -> Files.readAllBytes(file));
                }
            }
        }
        add(module, classes);
    }

    private void add(String unit, Map<String, ClassFile> classes) {
        units.put(unit, classes);
        classes.forEach(all::putIfAbsent);
    }

    // A description of a package or module has no code.
    private static void add(Map<String, ClassFile> classes, String name, ClassFile file) {
        if (name.endsWith(CLASS) && !name.endsWith("-info.class")) {
            classes.put(name.substring(0, name.length() - CLASS.length()).replace('/', '.'), file);
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars.values()) {
            jar.close();
        }
    }
}
