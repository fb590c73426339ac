package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that come about in other ways than from a file on the class path. */
class OddClassesIT {

    // Prints how many locks the engine says are held, inside one synchronized block or method.
    private static final String ODD = """
            import io.lockdep.engine.LockEvents;
            import java.io.*;
            import java.lang.invoke.*;
            import java.lang.reflect.*;
            import java.util.function.*;
            class Odd {
                static final Object lock = new Object();
                interface Depth {
                    default int get() { synchronized (this) { return hidden(); } }
                    private int hidden() { synchronized (lock) { return LockEvents.depth(); } }
                }
                record Point(int x, int depth) {
                    Point { synchronized (lock) { depth = LockEvents.depth(); } }
                }
                enum Kind {
                    ONE { @Override synchronized int depth() { return LockEvents.depth(); } };
                    abstract int depth();
                }
                static class Early {
                    static final int depth;
                    static { synchronized (lock) { depth = LockEvents.depth(); } }
                }
                public static class Loaded implements IntSupplier, Serializable {
                    @Override public synchronized int getAsInt() { return LockEvents.depth(); }
                }
                static class Blind extends ClassLoader {
                    final boolean delegates;
                    Blind(boolean delegates) { super(null); this.delegates = delegates; }
                    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (!delegates && name.startsWith("io.lockdep.") && name.contains("LockEvents")) {
                            throw new ClassNotFoundException(name);
                        }
                        return super.loadClass(name, resolve);
                    }
                    @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
                        try {
                            byte[] bytes = bytes(name);
                            return defineClass(name, bytes, 0, bytes.length);
                        } catch (IOException e) {
                            throw new ClassNotFoundException(name);
                        }
                    }
                }
                public static class Quiet implements Supplier<String> {
                    @Override public synchronized String get() { return "ran"; }
                }
                static byte[] bytes(String name) throws IOException {
                    try (InputStream in = Odd.class.getResourceAsStream(name.replace('.', '/') + ".class")) {
                        return in.readAllBytes();
                    }
                }
                @SuppressWarnings("unchecked")
                public static void main(String[] args) throws Throwable {
                    System.out.println("interface " + new Depth() {}.get());
                    System.out.println("record " + new Point(1, 2));
                    System.out.println("enum " + Kind.ONE.depth());
                    System.out.println("initialiser " + (Early.depth > 0));
                    IntSupplier lambda = () -> { synchronized (lock) { return LockEvents.depth(); } };
                    System.out.println("lambda " + lambda.getAsInt());
                    IntSupplier proxy = (IntSupplier) Proxy.newProxyInstance(Odd.class.getClassLoader(),
                            new Class<?>[] {IntSupplier.class}, (self, method, arguments) -> lambda.getAsInt());
                    synchronized (proxy) { System.out.println("proxy " + proxy.getAsInt()); }
                    IntSupplier orphan = (IntSupplier)
                            new Blind(true).loadClass("Odd$Loaded").getConstructor().newInstance();
                    System.out.println("orphan " + orphan.getAsInt());
                    Supplier<String> blind = (Supplier<String>)
                            new Blind(false).loadClass("Odd$Quiet").getConstructor().newInstance();
                    System.out.println("blind " + blind.get());
                    IntSupplier hidden = (IntSupplier) MethodHandles.lookup()
                            .defineHiddenClass(bytes("Odd$Loaded"), true, MethodHandles.Lookup.ClassOption.NESTMATE)
                            .lookupClass().getConstructor().newInstance();
                    System.out.println("hidden " + hidden.getAsInt());
                    System.out.println("after " + LockEvents.depth());
                    System.out.println(Modifier.toString(Loaded.class.getMethod("getAsInt").getModifiers()) + " "
                            + Loaded.class.getDeclaredMethods().length + " " + Early.class.getDeclaredFields().length
                            + " " + ObjectStreamClass.lookupAny(Loaded.class).getSerialVersionUID());
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theyAreWatchedUnlessTheJvmHidesThemOrTheirLoaderHidesTheEngine() {
        Run run = ForkedJvm.of(folder, ODD).run();
        Run plain = ForkedJvm.of(folder, ODD)
                .withoutAgent()
                .flags("-Xbootclasspath/a:" + ForkedJvm.AGENT)
                .run();
        assertThat(run.out()).startsWith("""
                interface 2
                record Point[x=1, depth=1]
                enum 1
                initialiser true
                lambda 1
                proxy 2
                orphan 1
                blind ran
                hidden 0
                after 0
                """);
        assertThat(run.out().lines().skip(10).toList())
                .as("modifiers, members, serial version")
                .isEqualTo(plain.out().lines().skip(10).toList());
        assertThat(run.err())
                .contains(
                        "lockdep: not instrumented, so not watched: Odd$Quiet (its class loader Odd$Blind does not find"
                                + " lockdep; let it delegate io.lockdep to its parent)");
    }
}
