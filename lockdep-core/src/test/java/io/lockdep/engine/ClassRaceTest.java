package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.graph.LockClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that ask for a class at the same time, for the first time, all get the same one. */
@Timeout(60)
class ClassRaceTest {

    // No more than there are processors: who has to wait for one does not meet the others.
    private static final int THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final String RUN = "race" + System.nanoTime() + ".";

    private final long errors = Engine.internalErrors();

    @AfterEach
    void nothingFailedInside() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
    }

    @Test
    void byName() throws InterruptedException {
        LockClass[][] got = new LockClass[THREADS][1000];
        race(1000, (thread, round) -> got[thread][round] = Engine.graph().classNamed(RUN + round));

        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            LockClass first = got[0][i];
            for (LockClass[] each : got) {
                assertThat(each[i]).isSameAs(first);
            }
            assertThat(first.name()).isEqualTo(RUN + i);
            assertThat(Engine.graph().classAt(first.index())).isSameAs(first);
            assertThat(numbers.add(first.index())).isTrue();
        }
    }

    @Test
    void byType() throws Exception {
        Object[] locks = new Object[600];
        for (int i = 0; i < locks.length; i++) {
            locks[i] = ofNewType();
        }
        int[][] got = new int[THREADS][locks.length];
        race(locks.length, (thread, round) -> got[thread][round] = LockClasses.of(locks[round], 0));

        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < locks.length; i++) {
            for (int[] each : got) {
                assertThat(each[i]).isEqualTo(got[0][i]);
            }
            assertThat(Engine.graph().classAt(got[0][i]).name())
                    .isEqualTo(locks[i].getClass().getTypeName());
            assertThat(numbers.add(got[0][i])).isTrue();
        }
    }

    /** Types of one name, by different loaders, are different types of one class; each is looked for behind all others. */
    @Test
    void byTypeAmongManyOfOneName() throws Exception {
        Class<?>[] types = new Class<?>[500];
        for (int i = 0; i < types.length; i++) {
            types[i] = new Loader().define();
        }
        LockType[][] got = new LockType[THREADS][types.length];
        race(types.length, (thread, round) -> got[thread][round] = LockTypes.of(types[round]));

        for (int i = 0; i < types.length; i++) {
            for (LockType[] each : got) {
                assertThat(each[i]).isSameAs(LockTypes.of(types[i]));
            }
        }
    }

    /** The place that takes a lock first gives it its class, which the lock then keeps. */
    @Test
    void byTheFirstPlaceThatTakesAnInstance() throws InterruptedException {
        int[] places = new int[THREADS];
        for (int i = 0; i < THREADS; i++) {
            places[i] = Sites.number(new Site("ClassRace", "take", "ClassRace.java", 1 + i, null), 1, null);
        }
        Object[] locks = new Object[6000];
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
        int[][] got = new int[THREADS][locks.length];
        race(locks.length, (thread, round) -> got[thread][round] = LockClasses.of(locks[round], places[thread]));

        Set<Integer> winners = new HashSet<>();
        for (int i = 0; i < locks.length; i++) {
            for (int[] each : got) {
                assertThat(each[i]).isEqualTo(got[0][i]);
            }
            assertThat(LockClasses.of(locks[i], places[i % THREADS])).isEqualTo(got[0][i]);
            winners.add(got[0][i]);
        }
        // Nobody was first every time: otherwise there was no race.
        assertThat(winners).hasSizeBetween(2, THREADS);
    }

    @Test
    void anInstanceThatWasNamedIsNeverLostWhileTheTableGrows() throws InterruptedException {
        int[] expected = new int[8];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Engine.graph().classNamed(RUN + "instance" + i).index();
        }
        Object[][] locks = new Object[THREADS][6000];
        race(6000, (thread, round) -> {
            Object lock = new Object();
            locks[thread][round] = lock;
            LockEvents.named(lock, RUN + "instance" + (round & 7));
            assertThat(LockClasses.of(lock, 0)).isEqualTo(expected[round & 7]);
        });

        for (Object[] each : locks) {
            for (int round = 0; round < each.length; round++) {
                assertThat(LockClasses.of(each[round], 0)).isEqualTo(expected[round & 7]);
            }
        }
    }

    private interface Asker {
        void run(int thread, int round);
    }

    private static void race(int rounds, Asker asker) throws InterruptedException {
        Race.Runner[] runners = new Race.Runner[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            runners[i] = round -> asker.run(thread, round);
        }
        Race.run(rounds, runners);
    }

    // Every loader has a proxy type of its own.
    private static Object ofNewType() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], ClassRaceTest.class.getClassLoader())) {
            return Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null);
        }
    }

    private static final class Locked {}

    private static final class Loader extends ClassLoader {

        Class<?> define() throws IOException {
            try (InputStream in = Locked.class.getResourceAsStream("ClassRaceTest$Locked.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(Locked.class.getName(), bytes, 0, bytes.length);
            }
        }
    }
}
