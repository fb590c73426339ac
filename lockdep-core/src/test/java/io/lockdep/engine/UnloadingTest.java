package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.graph.LockClass;
import io.lockdep.report.Suppressions;
import io.lockdep.throwaway.Plugin0000;
import io.lockdep.throwaway.ThrowAwayLoader;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was learnt from classes that are unloaded goes with them, and takes nothing of others along. */
@Timeout(120)
class UnloadingTest {

    private static final int LOADERS = 200;
    private static final int CLASSES_OF_PLUGIN = 6;

    private long errors;
    private Kept base;

    @BeforeEach
    void open() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        // Of the system's loader: types of the JDK that are locked are known from here on.
        new Plugin0000().run();
        Engine.forget();
        errors = Engine.internalErrors();
        base = Kept.atRest();
    }

    @AfterEach
    void close() {
        Engine.forget();
        assertThat(Engine.internalErrors()).as(Engine.firstInternalError()).isEqualTo(errors);
    }

    @Test
    void twoHundredLoadersWithClassesOfTheirOwnLeaveNothing() {
        runPlugins(1, LOADERS + 1);
        Kept loaded = Kept.now();
        assertThat(loaded.classes() - base.classes())
                .as("classes learnt since the last collection")
                .isGreaterThanOrEqualTo(CLASSES_OF_PLUGIN);

        base.sweepUntilNoMore();
        assertThat(Engine.reports()).isEmpty();
    }

    @Test
    void aPluginHasClassesDependenciesAndPlacesWhileItIsLoaded() {
        Runnable plugin = new ThrowAwayLoader().plugin(1);
        plugin.run();
        Engine.sweep();

        assertThat(names("Plugin0001"))
                .containsExactlyInAnyOrder(
                        "Plugin0001.made",
                        "io.lockdep.throwaway.Plugin0001",
                        "class io.lockdep.throwaway.Plugin0001",
                        "io.lockdep.throwaway.Plugin0001[]",
                        "ReentrantLock@io.lockdep.throwaway.Plugin0001.run(Plugin0001.java:6)",
                        "ReentrantLock@io.lockdep.throwaway.Plugin0001.take");
        assertThat(Engine.graph().dependencyCount()).isEqualTo(5);
        assertThat(Sites.count() - base.sites()).isEqualTo(6);
        assertThat(Anchor.of(plugin.getClass().getClassLoader())).isNotNull();
    }

    @Test
    void loadersWithTheSameCodeShareItsClassesUntilTheLastIsGone() {
        List<Runnable> last = new ArrayList<>();
        last.add(new ThrowAwayLoader().plugin(7));
        last.get(0).run();
        Kept one = Kept.now();
        for (int i = 0; i < 20; i++) {
            new ThrowAwayLoader().plugin(7).run();
        }
        assertThat(Engine.graph().classCount()).isEqualTo(one.classes());
        assertThat(Sites.count()).isEqualTo(one.sites());

        Kept.sweepUntil(() -> Anchor.count() == base.loaders() + 1);
        assertThat(names("Plugin0007")).hasSize(CLASSES_OF_PLUGIN);
        assertThat(Sites.count()).isEqualTo(one.sites());
        assertThat(Engine.graph().dependencyCount()).isEqualTo(one.dependencies());

        last.clear();
        base.sweepUntilNoMore();
    }

    @Test
    void aLockThatOutlivesItsLoaderKeepsItsClassUntilItDiesToo() {
        List<Object> outliving = new ArrayList<>();
        runAndKeepItsLock(outliving);
        Kept.sweepUntil(() -> Anchor.count() == base.loaders());

        assertThat(names("Plugin0003")).containsExactly("Plugin0003.made");
        int number = LockClasses.of(outliving.get(0), 0);
        assertThat(Engine.graph().classAt(number).name()).isEqualTo("Plugin0003.made");
    }

    @Test
    void andGoesAfterThat() {
        List<Object> outliving = new ArrayList<>();
        runAndKeepItsLock(outliving);
        Kept.sweepUntil(() -> Anchor.count() == base.loaders());
        assertThat(names("Plugin0003")).hasSize(1);

        outliving.clear();
        base.sweepUntilNoMore();
    }

    @Test
    void aPlaceWhereALockIsStillHeldIsSaidAfterItsLoaderIsGone() {
        Object lock = Lockdep.name(new Object(), "unloading.held");
        int number = takeInAPlaceThatGoes(lock);
        Kept.sweepUntil(() -> Anchor.count() == base.loaders());
        assertThat(Sites.at(number)).hasToString("gone.Owner.take(Owner.java:5)");

        LockEvents.release(lock, Acquisition.EXCLUSIVE);
        Kept.sweepUntil(() -> Sites.at(number) == null);
        assertThat(Sites.count()).isEqualTo(base.sites());
    }

    @Test
    void aNumberThatIsGivenOutAgainIsNotTakenForTheClassThatHadIt() {
        int rounds = 2 * Unloading.MAX_RETIRED / (CLASSES_OF_PLUGIN * LOADERS) + 2;
        Kept first = null;
        int highest = 0;
        for (int round = 0; round < rounds; round++) {
            List<Runnable> loaded = new ArrayList<>();
            for (int i = 1; i <= LOADERS; i++) {
                loaded.add(new ThrowAwayLoader().plugin((round % 2) * LOADERS + i));
                loaded.get(i - 1).run();
            }
            // Chains of the same numbers: if they were believed, no dependency would be learnt.
            first = first == null ? Kept.now() : first;
            assertThat(Kept.now()).isEqualTo(first);
            for (LockClass each : Engine.graph().all()) {
                highest = Math.max(highest, each.index());
            }
            loaded.clear();
            base.sweepUntilNoMore();
        }

        assertThat(highest).isLessThan(base.classes() + 3 * Unloading.MAX_RETIRED + CLASSES_OF_PLUGIN * LOADERS);
        assertThat(Engine.chainCount()).isLessThan(2 * Unloading.MAX_RETIRED);
    }

    @Test
    void aDependencyFromAClassThatStaysGoesWithTheOther() {
        Object outer = Lockdep.name(new Object(), "unloading.outer");
        runUnder(outer);
        assertThat(Engine.graph().classNamed("unloading.outer").dependencies()).isNotEmpty();

        Kept.sweepUntil(() -> Anchor.count() == base.loaders());
        assertThat(Engine.graph().classNamed("unloading.outer").dependencies()).isEmpty();
        assertThat(Engine.graph().dependencyCount()).isZero();
    }

    @Test
    void aHiddenClassThatGoesBeforeItsLoaderTakesItsLockClassAlong() throws Exception {
        lockAnObjectOfAHiddenClass();
        assertThat(names("Hidden")).hasSize(1);

        Kept.sweepUntil(() -> names("Hidden").isEmpty());
        base.sweepUntilNoMore();
    }

    @Test
    void codeOfTheSystemLoaderStaysForEver() {
        int number = Sites.number(
                new Site("stays.Owner", "take", "Owner.java", 5, null),
                1,
                getClass().getClassLoader());
        int jdk = Sites.number(new Site("jdk.Owner", "take", "Owner.java", 5, null), 1, null);
        runPlugins(1, 2);
        Kept.sweepUntil(() -> Anchor.count() == base.loaders());

        assertThat(Sites.at(number)).isNotNull();
        assertThat(Sites.at(jdk)).isNotNull();
        assertThat(names("Plugin0000")).hasSize(CLASSES_OF_PLUGIN);
    }

    @Test
    void threadsGoOnLearningWhileLoadersComeAndGo() throws Exception {
        AtomicInteger next = new AtomicInteger();
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int number = next.getAndIncrement(); number < 10 * LOADERS; number = next.getAndIncrement()) {
                    new ThrowAwayLoader().plugin(1 + number % 999).run();
                    if (number % 50 == 0) {
                        System.gc();
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                Engine.sweep();
                thread.join(1);
            }
        }
        assertThat(Engine.reports())
                .as("every plugin takes its locks in one order")
                .isEmpty();

        try (Play play = new Play()) {
            play.by("one", "L(A) L(B)").by("two", "L(B) L(A)");
            assertThat(play.said()).containsExactly("circular A B");
        }
        Kept.sweepUntil(() -> names("Plugin0").size() == names("Plugin0000").size());
    }

    // In methods of their own, so that no frame keeps a loader alive.

    private static void runPlugins(int from, int to) {
        for (int i = from; i < to; i++) {
            new ThrowAwayLoader().plugin(i).run();
        }
    }

    private static void runAndKeepItsLock(List<Object> into) {
        Runnable plugin = new ThrowAwayLoader().plugin(3);
        plugin.run();
        try {
            into.add(plugin.getClass().getField("made").get(plugin));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int takeInAPlaceThatGoes(Object lock) {
        int number = Sites.number(new Site("gone.Owner", "take", "Owner.java", 5, null), 1, new ThrowAwayLoader());
        LockEvents.at(number);
        LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
        return number;
    }

    private static void lockAnObjectOfAHiddenClass() throws Exception {
        byte[] bytes;
        try (InputStream in = UnloadingTest.class.getResourceAsStream("UnloadingTest$Hidden.class")) {
            bytes = in.readAllBytes();
        }
        Object lock = MethodHandles.lookup()
                .defineHiddenClass(bytes, true)
                .lookupClass()
                .getDeclaredConstructor()
                .newInstance();
        assertThat(LockClasses.of(lock, 0)).isPositive();
    }

    /** Defined as a hidden class. */
    static final class Hidden {}

    private static void runUnder(Object outer) {
        LockEvents.acquire(outer, Acquisition.EXCLUSIVE);
        new ThrowAwayLoader().plugin(4).run();
        LockEvents.release(outer, Acquisition.EXCLUSIVE);
    }

    private static List<String> names(String part) {
        return Engine.graph().all().stream()
                .map(each -> each.name())
                .filter(name -> name.contains(part))
                .toList();
    }
}
