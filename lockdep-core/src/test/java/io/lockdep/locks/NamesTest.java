package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.HeldLock;
import io.lockdep.Lockdep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which class a lock belongs to: its name, or the place that made it. */
class NamesTest {

    private static final String HERE = "io.lockdep.locks.NamesTest";

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aNameIsTheClass() {
        assertThat(classOf(new ReentrantLock("cache"))).isEqualTo("cache");
        assertThat(classOf(new ReentrantLock("cache", true))).isEqualTo("cache");
        assertThat(classOf(new ReentrantReadWriteLock("cache").readLock())).isEqualTo("cache");
        assertThat(classOf(new ReentrantReadWriteLock("cache", true).writeLock()))
                .isEqualTo("cache");
        assertThat(classOf(new StampedLock("cache").asReadLock())).isEqualTo("cache");
        assertThat(classOf(new Binary(new Semaphore("cache", 1)))).isEqualTo("cache");
        assertThat(classOf(new Binary(new Semaphore("cache", 1, true)))).isEqualTo("cache");
    }

    @Test
    void withoutANameThePlaceIs() {
        for (Lock lock : List.of(new ReentrantLock(), new ReentrantLock(true))) {
            assertThat(classOf(lock))
                    .matches("ReentrantLock@" + HERE + "\\.withoutANameThePlaceIs\\(NamesTest.java:\\d+\\)");
        }
        assertThat(classOf(new ReentrantReadWriteLock().readLock())).startsWith("ReentrantReadWriteLock@" + HERE);
        assertThat(classOf(new ReentrantReadWriteLock(true).writeLock())).startsWith("ReentrantReadWriteLock@" + HERE);
        assertThat(classOf(new StampedLock().asWriteLock())).startsWith("StampedLock@" + HERE);
        assertThat(classOf(new Binary(new Semaphore(1)))).startsWith("Semaphore@" + HERE);
        assertThat(classOf(new Binary(new Semaphore(1, true)))).startsWith("Semaphore@" + HERE);
    }

    @Test
    void thePlaceIsTheConstructorThatHasTheLock() {
        class Cache {
            final Lock lock = new ReentrantLock();
        }

        assertThat(classOf(new Cache().lock)).startsWith("ReentrantLock@" + HERE + "$1Cache.<init>(NamesTest.java:");
    }

    @Test
    void thePlaceOfASubclassIsWhoMakesIt() {
        class Counted extends ReentrantLock {
            private static final long serialVersionUID = 1L;
        }
        Lock one = new Counted();
        Lock other = new Counted();

        assertThat(classOf(one)).startsWith("Counted@" + HERE + ".thePlaceOfASubclassIsWhoMakesIt(NamesTest.java:");
        assertThat(classOf(other)).isNotEqualTo(classOf(one));
    }

    @Test
    void anAnonymousSubclassHasTheNameOfTheType() {
        Lock lock = new ReentrantLock() {
            private static final long serialVersionUID = 1L;
        };

        assertThat(classOf(lock)).startsWith("ReentrantLock@" + HERE + ".anAnonymous");
    }

    @Test
    void thePlaceIsNotInsideTheJdk() {
        Lock made = Optional.<Lock>empty().orElseGet(ReentrantLock::new);
        Lock computed = new HashMap<Integer, Lock>().computeIfAbsent(1, key -> new ReentrantLock());

        assertThat(classOf(made)).startsWith("ReentrantLock@" + HERE + ".thePlaceIsNotInsideTheJdk");
        assertThat(classOf(computed)).startsWith("ReentrantLock@" + HERE + ".lambda$");
    }

    @Test
    void aLockCanBeRenamed() {
        Lock lock = Lockdep.name(new ReentrantLock("cache"), "cache.refill");

        assertThat(classOf(lock)).isEqualTo("cache.refill");
    }

    @Test
    void aCopyBySerialisationIsFreeAndOfTheSameClass() throws Exception {
        Store store = new Store(stage);
        store.lock.lock();
        Store copy = copyOf(store);
        store.lock.unlock();

        assertThat(copy.lock.isLocked()).isFalse();
        assertThat(copy.lock.isFair()).isTrue();
        assertThat(classOf(copy.lock)).isEqualTo(stage.name("store"));
        assertThat(classOf(copy.readers.readLock())).isEqualTo(stage.name("store.readers"));
        assertThat(classOf(copy.readers.writeLock())).isEqualTo(stage.name("store.readers"));
        assertThat(classOf(copy.stamped.asReadLock())).isEqualTo(stage.name("store.stamped"));
        assertThat(classOf(new Binary(copy.semaphore))).isEqualTo(stage.name("store.semaphore"));
        copy.lock.lock();
        assertThat(copy.lock.hasWaiters(copy.condition)).isFalse();
        assertThat(copy.condition.awaitNanos(1)).isLessThanOrEqualTo(0);
        copy.lock.unlock();
        assertThat(Lockdep.held()).isEmpty();
    }

    private static <T> T copyOf(T original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked") // it is a copy
            T copy = (T) in.readObject();
            return copy;
        }
    }

    private static String classOf(Lock lock) {
        lock.lock();
        try {
            List<HeldLock> held = Lockdep.held();
            return held.get(held.size() - 1).lockClass();
        } finally {
            lock.unlock();
        }
    }

    /** What a program may serialise, with the condition before its lock. */
    private static final class Store implements Serializable {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // the JDK's conditions are serialisable, which their type does not say
        final Condition condition;

        final ReentrantLock lock;
        final ReentrantReadWriteLock readers;
        final StampedLock stamped;
        final Semaphore semaphore;

        Store(Stage stage) {
            lock = new ReentrantLock(stage.name("store"), true);
            condition = lock.newCondition();
            readers = new ReentrantReadWriteLock(stage.name("store.readers"));
            stamped = new StampedLock(stage.name("store.stamped"));
            semaphore = new Semaphore(stage.name("store.semaphore"), 1);
        }
    }
}
