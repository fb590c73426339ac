package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Instrumented classes of real libraries, as many compilers wrote them, pass the JVM's verifier. */
class RealClassesTest {

    @Test
    void everyInstrumentedClassOfTheClassPathIsVerified() throws IOException {
        LockTransformer transformer = new LockTransformer(new ClassFilter(List.of(), List.of()), what -> {});
        Loader loader = new Loader(classPath(), transformer);
        List<String> refused = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int linked = 0;
        for (String name : loader.classes.keySet()) {
            try {
                // Asking for methods links the class, and so verifies it.
                linked += loader.instrumented(name) && loader.loadClass(name).getDeclaredMethods().length > 0 ? 1 : 0;
            } catch (VerifyError | ClassFormatError e) {
                refused.add(name + ": " + e);
            } catch (ClassNotFoundException | LinkageError e) {
                // Its own optional libraries are not here.
                missing.add(name);
            }
        }
        assertThat(refused).isEmpty();
        assertThat(transformer.firstFailure()).isNull();
        assertThat(linked).isGreaterThan(100).isGreaterThan(missing.size());
    }

    private static Map<String, byte[]> classPath() throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar") && !entry.contains("byte-buddy") && !entry.contains("lockdep-core")) {
                try (JarFile jar = new JarFile(Path.of(entry).toFile(), false)) {
                    for (JarEntry file : (Iterable<JarEntry>) jar.stream()::iterator) {
                        String name = file.getName();
                        if (name.endsWith(".class") && !name.contains("META-INF") && !name.contains("-info")) {
                            try (InputStream in = jar.getInputStream(file)) {
                                String binary = name.substring(0, name.length() - ".class".length());
                                classes.putIfAbsent(binary.replace('/', '.'), in.readAllBytes());
                            }
                        }
                    }
                }
            }
        }
        return classes;
    }

    /** Defines the class path's classes once more, instrumented. */
    private static final class Loader extends ClassLoader {

        final Map<String, byte[]> classes;
        private final LockTransformer transformer;

        Loader(Map<String, byte[]> classes, LockTransformer transformer) {
            super(RealClassesTest.class.getClassLoader());
            this.classes = classes;
            this.transformer = transformer;
        }

        boolean instrumented(String name) {
            return transform(name) != null;
        }

        private byte[] transform(String name) {
            return transformer.transform(this, name.replace('.', '/'), null, null, classes.get(name));
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null || !classes.containsKey(name)) {
                    return known != null ? known : super.loadClass(name, resolve);
                }
                byte[] changed = transform(name);
                byte[] bytes = changed == null ? classes.get(name) : changed;
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }
}
