package io.lockdep.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of one jar, and those of others that they need, all of them anew; as they are or instrumented.
 *
 * <p>Above it are the JDK and the engine only, so that no class of the test's own class path stands in.
 */
final class CorpusLoader extends ClassLoader {

    /** Of a class that is verified, but meets two classes of one name: it depends on what was loaded before it. */
    static final String CONSTRAINT = "loader constraint violation";

    private static final String ENGINE = "io.lockdep.";

    private final Corpus corpus;
    private final String unit;
    private final @Nullable LockTransformer transformer;

    CorpusLoader(Corpus corpus, String unit, @Nullable LockTransformer transformer) {
        super(new EngineOnly());
        this.corpus = corpus;
        this.unit = unit;
        this.transformer = transformer;
    }

    /**
     * Loads a class and verifies it, without running any of its code.
     *
     * @return "ok", or the type of the error
     */
    String verify(String name) {
        try {
            // Asking for constructors links the class in HotSpot, and so verifies it; ClassLoader.resolveClass does
            // not.
            Object linked = loadClass(name).getDeclaredConstructors();
            return linked == null ? "" : "ok";
        } catch (ClassNotFoundException e) {
            return "ClassNotFoundException";
        } catch (LinkageError e) {
            if (String.valueOf(e.getMessage()).startsWith(CONSTRAINT)) {
                return CONSTRAINT;
            }
            boolean refused = e instanceof VerifyError || e instanceof ClassFormatError;
            return e.getClass().getSimpleName() + (refused ? ": " + e.getMessage() : "");
        } catch (SecurityException e) {
            // A signed jar, or a package that only the JVM may load.
            return e.getClass().getSimpleName();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            boolean ofParent = name.startsWith("java.") || name.startsWith(ENGINE);
            byte[] bytes = known != null || ofParent ? null : corpus.find(unit, name);
            if (bytes == null) {
                return known != null ? known : super.loadClass(name, resolve);
            }
            byte[] changed =
                    transformer == null ? null : transformer.transform(this, name.replace('.', '/'), null, null, bytes);
            byte[] defined = changed == null ? bytes : changed;
            return defineClass(name, defined, 0, defined.length);
        }
    }

    private static final class EngineOnly extends ClassLoader {

        EngineOnly() {
            super(getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(ENGINE)) {
                return CorpusLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
