package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A report is written inside a lock hook, where no class may be loaded: the agent writes plain ones of every kind before. */
class LateLoadingTest {

    @Test
    void aReportNeedsNoClassThatThePlainOnesHaveNotLoaded() throws ReflectiveOperationException {
        RecordingLoader loader = new RecordingLoader();
        Class<?> rehearsal = loader.loadClass(Rehearsal.class.getName());
        rehearsal.getMethod("plain").invoke(null);
        List<String> before = List.copyOf(loader.loaded);

        rehearsal.getMethod("samples").invoke(null);

        assertThat(before).contains(KernelText.class.getName(), JsonLines.class.getName());
        assertThat(loader.loaded).isEqualTo(before);
    }

    /** Loads the package of reports anew, and writes down which of its classes are not of a test. */
    private static final class RecordingLoader extends ClassLoader {

        private final List<String> loaded = new ArrayList<>();

        RecordingLoader() {
            super(LateLoadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            Class<?> known = findLoadedClass(name);
            return known != null || !name.startsWith("io.lockdep.report.")
                    ? super.loadClass(name, resolve)
                    : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            URL file = getResource(name.replace('.', '/') + ".class");
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            if (!file.getPath().contains("/test-classes/")) {
                loaded.add(name);
            }
            try (InputStream in = file.openStream()) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
