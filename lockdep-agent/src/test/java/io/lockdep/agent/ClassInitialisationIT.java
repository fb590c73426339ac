package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes whose initialisers need each other are found, though each class is initialised once and by one thread. */
class ClassInitialisationIT {

    @TempDir
    Path folder;

    @Test
    void initialisersThatNeedEachOtherAreReportedAndRunAsBefore() {
        String program = """
                class All {
                  public static void main(String[] a) throws Exception {
                    System.out.println(Parent.get() + A.X + B.Y);
                    new Child(); new R1(); new R2(); new R3();
                    Registry.load(); new Plugin(); Under.run(); new Bare();
                    Kind.known(); Kind.Documented.count();
                    System.out.println(Sequence.EMPTY.size() + new Mapped().size());
                    try { new Ex(); } catch (ExceptionInInitializerError e) { System.out.println(e.getCause() + " " + e.getCause().getStackTrace().length); }
                    System.out.println("end");
                  }
                }
                class Parent { static final Parent P = new Child(); int x; static int get() { return 1; } }
                class Child extends Parent { }
                class A { static final int X = B.Y + 1; static int f() { return 7; } }
                class B { static final int Y = A.f(); }
                class R1 { static Object o = R2.o; }
                class R2 { static Object o = R3.make(); }
                class R3 { static Object o = new R1(); static Object make() { return new Object(); } }
                class Registry {
                  static int n;
                  static synchronized void register(Object o) { n++; }
                  static synchronized void load() { new Plugin(); }
                }
                class Plugin { static { Registry.register("plugin"); } }
                class Kind {
                  static final Kind INT8 = new Documented() { }, INT16 = new Documented() { }, INT32 = new Documented() { };
                  static boolean known() { return INT8 != INT16; }
                  static class Documented extends Kind { static int count() { return 3; } }
                }
                interface Sized { default int size() { return 0; } }
                interface Sequence extends Sized { Sequence EMPTY = new Indexed() { }; default int first() { return 1; } }
                interface Ordered extends Sequence { }
                class Indexed implements Ordered { }
                class Mapped extends Indexed { }
                class Under { static void run() { synchronized (Integer.class) { new Bare(); } } }
                class Bare { static { synchronized (Integer.class) { Object none = null; } } }
                class Ex { static { if (B.Y > 0) throw new IllegalStateException("x"); } }
                """;
        Run run = ForkedJvm.of(folder, program).run();

        assertThat(run.out())
                .isEqualTo(ForkedJvm.of(folder, program).withoutAgent().run().out());
        assertThat(run.exit()).isZero();
        assertThat(run.err())
                .as("a superclass that needs its subclass")
                .contains("wants <clinit> of Parent (W)", "wants <clinit> of Child (W)")
                .as("two classes with static fields of each other")
                .contains("wants <clinit> of A (W)", "wants <clinit> of B (W)")
                .as("a ring of three")
                .contains("<clinit> of R2 --> <clinit> of R3 --> <clinit> of R1")
                .as("an initialiser that touches no other class, but takes a lock")
                .contains("wants <clinit> of Bare (W)", "wants class java.lang.Integer (W)")
                .as("one ring for all anonymous classes that only the ring itself makes")
                .contains("<clinit> of Kind$1 --> <clinit> of Kind$Documented --> <clinit> of Kind\n")
                .doesNotContain("Kind$2")
                .as(
                        "an interface with default methods, which comes first like a superclass, and needs an implementation")
                .contains("<clinit> of Sequence --> <clinit> of Sequence$1 --> <clinit> of Indexed\n")
                .as("a lock held around an initialiser that takes it")
                .contains("wants <clinit> of Plugin (W)", "wants class Registry (W)")
                .endsWith("\nlockdep: 7 findings: 7 medium\n");
    }

    @Test
    void initialisersThatNobodyCanEnterInAnotherOrderAreNot() {
        String program = """
                class Safe {
                  static final Own own = new Own();
                  static int z() { return 3; }
                  public static void main(String[] a) throws Exception {
                    for (String each : new String[] {"Never", "NoMore", "Nobody"}) Class.forName(each, false, Safe.class.getClassLoader());
                    System.out.println(Color.RED.f() + Outer.k() + Consts.C + Consts2.D);
                    System.out.println(Plain.P.f() + new Plainly().f() + new Lazy.Eager().f());
                    new One(); new Second(); new Third(); new Consts(); new Consts2(); Holder.get();
                    switch (Color.valueOf("BLUE")) { case RED: break; case BLUE: System.out.println("blue"); }
                    System.out.println(new Own().hashCode() * 0);
                  }
                }
                class Never { static final Object o = NoMore.p; }
                class NoMore { static final Object p = new Never(); }
                class Nobody { Object never() { return NoMore.p; } Object more() { return Never.o; } }
                interface Plain { Plain P = new Plainly(); int f(); }
                class Plainly implements Plain { public int f() { return 1; } }
                interface Defaults { default int f() { return 0; } }
                interface Lazy extends Defaults { Lazy L = new Eager(); class Eager implements Lazy { } }
                class Own { static final int q = Safe.z(); }
                enum Color { RED { int f() { return 1; } }, BLUE { int f() { return 2; } }; abstract int f(); }
                class One { static final Second t = new Second(); }
                class Second { static final int z = Third.v(); }
                class Third { static int v() { return 3; } }
                class Outer { static final Inner I = new Inner(); static int k() { return 1; } private static class Inner { static final int q = Outer.k(); } }
                class Holder { static Holder get() { return H.INSTANCE; } private static class H { static final Holder INSTANCE = new Holder(); } }
                class Consts { static final int C = 5; static final Consts2 d = new Consts2(); }
                class Consts2 { static final int D = Consts.C + 1; static final String s = String.valueOf(Consts.C); }
                """;
        Run run = ForkedJvm.of(folder, program).run();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("13\n2\nblue\n0\n");
    }
}
