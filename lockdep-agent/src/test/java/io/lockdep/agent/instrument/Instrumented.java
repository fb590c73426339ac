package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.agent.JavaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a compiled class twice, as it is and instrumented, both verified, and runs its {@code static Object run()}. */
final class Instrumented {

    private final Path folder;
    private final String name;
    private final List<String> told = new ArrayList<>();
    private final LockTransformer transformer =
            new LockTransformer(new ClassFilter(List.of(), List.of()), JdkMonitors.USUAL, told::add, true);

    private Instrumented(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    static Instrumented of(Path folder, int release, String source) {
        JavaSource.compile(folder, release, "", List.of(source));
        return new Instrumented(folder, JavaSource.nameOf(source));
    }

    static Instrumented of(Path folder, String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name + ".class"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Instrumented(folder, name);
    }

    LockTransformer transformer() {
        return transformer;
    }

    /** {@return what the transformer has said of what it has left alone} */
    List<String> told() {
        return told;
    }

    Object runAsItIs() {
        return run(new Loader(false));
    }

    Object run() {
        Object result = run(new Loader(true));
        assertThat(transformer.firstFailure()).isNull();
        assertThat(transformer.transformedCount()).as("instrumented classes").isPositive();
        return result;
    }

    /** {@return what the instrumented class returns, though some of its methods may have been left alone} */
    Object runLeavingAlone() {
        return run(new Loader(true));
    }

    Class<?> load(boolean instrumented) {
        try {
            return Class.forName(name, true, new Loader(instrumented));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object run(ClassLoader loader) {
        try {
            Method run = Class.forName(name, true, loader).getDeclaredMethod("run");
            run.setAccessible(true);
            return run.invoke(null);
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sees the engine of the test's class path, as programs see the one in the boot loader. */
    private final class Loader extends ClassLoader {

        private final boolean instruments;

        Loader(boolean instruments) {
            super(Instrumented.class.getClassLoader());
            this.instruments = instruments;
        }

        @Override
        protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            if (!Files.exists(folder.resolve(wanted + ".class"))) {
                throw new ClassNotFoundException(wanted);
            }
            byte[] bytes = JavaSource.bytes(folder, wanted);
            byte[] changed = instruments ? transformer.transform(this, wanted, null, null, bytes) : null;
            byte[] defined = changed == null ? bytes : changed;
            return defineClass(wanted, defined, 0, defined.length);
        }
    }
}
