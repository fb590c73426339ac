package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockdep.engine.Engine;
import io.lockdep.engine.LockEvents;
import io.lockdep.graph.LockClass;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of every shape does the same when it is instrumented, and leaves no lock behind in the engine. */
class InstrumentedCodeTest {

    /** What {@code LockEvents.depth()} says inside the code, read by name: it is compiled without the engine. */
    private static final String DEPTH = """
                static int depth() {
                    try {
                        Class<?> events = Class.forName("io.lockdep.engine.LockEvents");
                        return ((Integer) events.getMethod("depth").invoke(null)).intValue();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            """;

    @TempDir
    Path folder;

    static Stream<String> shapes() {
        return Stream.of("""
                class FirstIsALoop {
                    int left = 3; static int sum;
                    synchronized void down() { while (left > 0) { left--; sum++; } }
                    static synchronized void up() { do { sum += 2; } while (sum < 50); }
                    static synchronized int caught() {
                        try { return sum / 0; } catch (ArithmeticException e) { return sum; }
                    }
                    static Object run() {
                        new FirstIsALoop().down(); up();
                        return sum + caught();
                    }
                }
                """, """
                class Nested {
                    static Object run() {
                        Object a = new Object(); String log = "";
                        synchronized (a) { log += 1; synchronized ("b") { log += 2;
                            synchronized (a) { synchronized (Nested.class) { log += 3; } } } }
                        return log;
                    }
                }
                """, """
                class Loops {
                    static Object run() {
                        Object a = new Object(); int sum = 0;
                        outer:
                        for (int i = 0; i < 10; i++) {
                            synchronized (a) {
                                for (int j = 0; j < 10; j++) {
                                    synchronized (Loops.class) {
                                        if (j == 3) continue;
                                        if (j == 5) continue outer;
                                        if (i == 8) break outer;
                                        sum += i * j;
                                    }
                                }
                            }
                        }
                        while (sum > 0) { synchronized (a) { sum -= 7; if (sum == 3) break; } }
                        do { synchronized (a) { sum++; } } while (sum < 5);
                        return sum;
                    }
                }
                """, """
                class Finally {
                    static int depth;
                    static int work(Object a, int how) {
                        try {
                            synchronized (a) {
                                try {
                                    if (how == 0) return 1;
                                    if (how == 1) throw new IllegalStateException("1");
                                    synchronized (Finally.class) { if (how == 2) throw new ArithmeticException("2"); }
                                } catch (ArithmeticException e) {
                                    synchronized (a) { return 2; }
                                } finally {
                                    synchronized ("f") { depth++; }
                                }
                            }
                            return 3;
                        } catch (IllegalStateException e) {
                            synchronized (a) { return 4; }
                        } finally {
                            depth += 100;
                        }
                    }
                    static Object run() {
                        Object a = new Object();
                        return "" + work(a, 0) + work(a, 1) + work(a, 2) + work(a, 3) + depth;
                    }
                }
                """, """
                class Constructors {
                    static class Base { final Object seen; Base(Object o) { synchronized (o) { seen = o; } } }
                    static class Sub extends Base {
                        final Object lock = new Object(); final int n;
                        Sub(int n) {
                            super(n > 3 ? new Object() : make(n));
                            synchronized (lock) { synchronized (seen) { this.n = n; } }
                        }
                        static Object make(int n) { synchronized (Sub.class) { return "made" + n; } }
                    }
                    static Object run() { return new Sub(1).n + new Sub(9).n + "" + new Sub(2).seen; }
                }
                """, """
                class Initialiser {
                    static final Object LOCK = new Object();
                    static int n;
                    static { synchronized (LOCK) { n = 5; synchronized (Initialiser.class) { n++; } } }
                    int m;
                    { synchronized (this) { m = n; } }
                    static Object run() { return new Initialiser().m; }
                }
                """, """
                class Lambdas {
                    static Object run() throws Exception {
                        Object a = new Object(); StringBuilder log = new StringBuilder();
                        Runnable r = () -> { synchronized (a) { log.append(1); } };
                        r.run();
                        java.util.concurrent.Callable<Integer> c = new java.util.concurrent.Callable<Integer>() {
                            public synchronized Integer call() { synchronized (log) { r.run(); return 2; } }
                        };
                        return c.call() + log.toString();
                    }
                }
                """, """
                class Switches {
                    static int of(int k, String s) {
                        Object a = new Object();
                        synchronized (a) {
                            switch (k) {
                                case 1: return 10;
                                case 2: synchronized (s) { return 20; }
                                case 300: break;
                                case 4: synchronized (s) { k = 5; }
                                default: k++;
                            }
                            switch (s) { case "x": synchronized (a) { return k; } case "y": k += 1000; }
                        }
                        return k;
                    }
                    static Object run() {
                        String all = "";
                        for (int k : new int[] {1, 2, 3, 4, 5, 300}) all += of(k, "x") + "," + of(k, "y") + ";";
                        return all;
                    }
                }
                """, """
                class Wide {
                    static double of(long a, double b, Object lock, long c) {
                        long sum = a; double product = 1.5;
                        synchronized (lock) {
                            for (long i = 0; i < c; i++) {
                                double d = b * i; long l = a + i;
                                synchronized (Wide.class) { product += d; sum += l; if (sum > 1000L) return product; }
                            }
                            if (c > 5) { long late = sum; product += late; } else { double other = b; product -= other; }
                        }
                        return product + sum;
                    }
                    static synchronized long statics(long a, double b) { return a + (long) b; }
                    synchronized double instance(double b, long a) {
                        if (a > 3) { long x = a; return x * b; }
                        synchronized (this) { return b; }
                    }
                    static Object run() {
                        return of(1, 2.5, "k", 9) + of(500, 2, "k", 9) + statics(7, 8.9)
                                + new Wide().instance(3, 4) + new Wide().instance(3, 1);
                    }
                }
                """, """
                class Exceptions {
                    static synchronized void fails() { throw new IllegalStateException("static"); }
                    synchronized void failsToo(int[] numbers) { numbers[5] = 1; }
                    synchronized Object deep(int n) {
                        synchronized (Exceptions.class) { return n == 0 ? fail() : deep(n - 1); }
                    }
                    Object fail() { throw new UnsupportedOperationException("deep"); }
                    static Object run() {
                        String log = "";
                        try { fails(); } catch (IllegalStateException e) { log += e.getMessage(); }
                        try { new Exceptions().failsToo(new int[1]); } catch (ArrayIndexOutOfBoundsException e) { log += 2; }
                        try { new Exceptions().deep(20); } catch (UnsupportedOperationException e) { log += e.getMessage(); }
                        try { synchronized ((Object) null) { log += "no"; } } catch (NullPointerException e) { log += 4; }
                        return log;
                    }
                }
                """, """
                class Thrown {
                    static synchronized Object run() {
                        synchronized (Thrown.class) { synchronized ("a") { throw new IllegalStateException("out"); } }
                    }
                }
                """, """
                class Returns {
                    static synchronized int many(int n) {
                        if (n == 0) return 1;
                        for (int i = 0; i < 9; i++) { if (i == n) return i * 10; }
                        while (true) { if (n++ > 40) return n; }
                    }
                    synchronized long wide(int n) { if (n < 2) return 1L; return wide(n - 1) + wide(n - 2); }
                    synchronized String text(String s) {
                        if (s == null) return "none";
                        Object o = s.length() > 1 ? s : this;
                        synchronized (o) { if (o == s) return "long"; }
                        return "short";
                    }
                    synchronized void nothing() {}
                    static synchronized float real(boolean b) { return b ? 1f : 2f; }
                    static Object run() {
                        Returns r = new Returns();
                        r.nothing();
                        return many(0) + "," + many(5) + "," + many(20) + "," + r.wide(10) + r.text(null) + r.text("a")
                                + r.text("ab") + real(true) + real(false);
                    }
                }
                """, """
                class Made {
                    Object field; static Object shared; Object[] array = new Object[2];
                    static Object pass(Object o, Object p) { return o; }
                    static Object run() {
                        Made m = new Made();
                        m.field = new Object();
                        shared = m.array[0] = new Object();
                        Object both = m.field = new java.util.concurrent.locks.ReentrantLock(m.array != null);
                        Object chosen = both == null ? new Object() : new java.util.concurrent.locks.ReentrantReadWriteLock();
                        new Object();
                        new Object().hashCode();
                        pass(new Object(), pass(new Object(), new Object()));
                        try { m.field = new Object(); } finally { shared = new Object(); }
                        java.util.concurrent.locks.Lock read
                                = ((java.util.concurrent.locks.ReentrantReadWriteLock) chosen).readLock();
                        read.lock();
                        read.unlock();
                        return shared != null && m.array[0] != null;
                    }
                }
                """, """
                class Overwritten {
                    synchronized Object parameter(Object a, int i) {
                        synchronized (a) { a = "other"; i++; synchronized (a) { a = null; } }
                        return i;
                    }
                    static Object run() { Object o = new Object(); return new Overwritten().parameter(o, 1); }
                }
                """);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void itDoesTheSameAndLeavesNoLockBehind(String source) {
        for (int release : new int[] {8, 11, 17}) {
            Instrumented code = Instrumented.of(folder, release, source);
            Object expected = code.runAsItIs();
            assertThat(code.run()).as("Java " + release).isEqualTo(expected);
            assertThat(LockEvents.depth())
                    .as("locks left behind, Java " + release)
                    .isZero();
        }
        assertThat(Engine.firstInternalError()).isNull();
    }

    @Test
    void locksAreKnownWhereTheyAreHeldAndNowhereElse() {
        Instrumented code = Instrumented.of(folder, 8, "class Depths {\n" + DEPTH + """
                    static synchronized int guarded() { return depth(); }
                    synchronized int both() { synchronized (Depths.class) { return depth() + guarded(); } }
                    static Object run() {
                        String log = "" + depth();
                        synchronized (Depths.class) {
                            log += depth() + "" + guarded();
                            try { synchronized ("x") { log += depth(); throw new IllegalStateException(); } }
                            catch (IllegalStateException e) { log += depth(); }
                            log += new Depths().both();
                        }
                        return log + guarded() + depth();
                    }
                }
                """);
        assertThat(code.run()).isEqualTo("0" + "1" + "1" + "2" + "1" + "4" + "1" + "0");
    }

    @Test
    void aMonitorTakenBeforeTheSuperConstructorIsKnown() {
        assumeTrue(Runtime.version().feature() >= 25, "the language has it from 25 on");
        Instrumented code = Instrumented.of(folder, Runtime.version().feature(), """
                class Early {
                    final Object lock;
                    Early(int n) {
                        Object made = new Object();
                        synchronized (made) { if (n < 0) throw new IllegalArgumentException("negative"); n++; }
                        lock = made;
                        super();
                        synchronized (lock) { n++; }
                    }
                    static Object run() {
                        new Early(1);
                        try { new Early(-1); } catch (IllegalArgumentException e) { return e.getMessage(); }
                        return "none";
                    }
                }
                """);
        assertThat(code.run()).isEqualTo("negative");
        assertThat(LockEvents.depth()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6})
    void classFilesOfOldCompilersRun(int version) {
        Instrumented code = Instrumented.of(folder, "Old", old(version));
        assertThat(code.run()).isEqualTo(code.runAsItIs()).isEqualTo("done");
        assertThat(LockEvents.depth()).isZero();
    }

    // A block with a branch in it, so that versions from 1.6 on need a frame inside and behind it.
    private static byte[] old(int version) {
        boolean frames = version >= Opcodes.V1_6 && version != Opcodes.V1_1;
        ClassWriter writer = new ClassWriter(frames ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_SUPER, "Old", null, "java/lang/Object", null);
        MethodVisitor run = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()Ljava/lang/Object;", null, null);
        run.visitCode();
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label out = new Label();
        run.visitTryCatchBlock(start, end, handler, null);
        run.visitLdcInsn("done");
        run.visitInsn(Opcodes.DUP);
        run.visitVarInsn(Opcodes.ASTORE, 0);
        run.visitInsn(Opcodes.MONITORENTER);
        run.visitLabel(start);
        Label skip = new Label();
        run.visitVarInsn(Opcodes.ALOAD, 0);
        run.visitJumpInsn(Opcodes.IFNONNULL, skip);
        run.visitInsn(Opcodes.NOP);
        run.visitLabel(skip);
        run.visitVarInsn(Opcodes.ALOAD, 0);
        run.visitInsn(Opcodes.MONITOREXIT);
        run.visitLabel(end);
        run.visitJumpInsn(Opcodes.GOTO, out);
        run.visitLabel(handler);
        run.visitVarInsn(Opcodes.ALOAD, 0);
        run.visitInsn(Opcodes.MONITOREXIT);
        run.visitInsn(Opcodes.ATHROW);
        run.visitLabel(out);
        run.visitVarInsn(Opcodes.ALOAD, 0);
        run.visitInsn(Opcodes.ARETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void modifiersAndMembersStayAsTheyAre() {
        Instrumented code = Instrumented.of(folder, 17, """
                class Members {
                    private final Object lock = new Object();
                    synchronized void instance() {}
                    static synchronized int statics(long l) { return 1; }
                    void block() { synchronized (lock) { lock.notify(); } }
                    static Object run() { return null; }
                }
                """);
        assertThat(members(code.load(true)))
                .isEqualTo(members(code.load(false)))
                .hasSize(6);
    }

    private static List<String> members(Class<?> type) {
        return Stream.concat(
                        Arrays.stream(type.getDeclaredMethods()).map(Method::toString),
                        Stream.of(Arrays.toString(type.getDeclaredFields()), type.toGenericString()))
                .sorted()
                .toList();
    }

    @Test
    void aLockIsNamedByItsFieldOrByThePlaceThatMadeIt() {
        Instrumented.of(folder, 17, """
                        class Names {
                            static final Object STATIC = new Object();
                            final Object inField = new Object();
                            final Object onNextLine =
                                    new Object();
                            static Object run() {
                                Names n = new Names();
                                Object local = new Object();
                                Object first = new Object(), second = new Object();
                                synchronized (STATIC) { synchronized (n.inField) { synchronized (n.onNextLine) {
                                synchronized (local) { synchronized (first) { synchronized (second) {
                                synchronized (n) { synchronized (Names.class) { synchronized (new Object()) {
                                } } } } } } } } }
                                return 1;
                            }
                        }
                        """).run();
        assertThat(Engine.graph().all())
                .extracting(LockClass::name)
                .contains(
                        "Names.STATIC",
                        "Names.inField",
                        "Names.onNextLine",
                        "Object@Names.run:8",
                        "Object@Names.run:9",
                        "Object@Names.run:9#2",
                        "Names",
                        "class Names",
                        // Not kept anywhere, so not worth a name where it is made: the place that takes it.
                        "Object@Names.run(Names.java:12)");
    }

    @Test
    void aClassWithoutLocksIsNotTouched() {
        Instrumented code = Instrumented.of(folder, 17, "class Plain { static Object run() { return 1; } }");
        assertThat(code.load(true)).isNotNull();
        assertThat(code.transformer().transformedCount()).isZero();
    }
}
