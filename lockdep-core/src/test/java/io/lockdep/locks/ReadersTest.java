package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.Lockdep;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks that can be read: rings through readers, upgrades and downgrades. */
class ReadersTest {

    enum Kind {
        REENTRANT {
            @Override
            ReadWriteLock make(Policy policy, String name) {
                return LockFactory.newInstance(policy).newReentrantReadWriteLock(name);
            }
        },
        STAMPED {
            @Override
            ReadWriteLock make(Policy policy, String name) {
                return LockFactory.newInstance(policy).newStampedLock(name).asReadWriteLock();
            }
        };

        abstract ReadWriteLock make(Policy policy, String name);
    }

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void aReaderAndAWriterInTwoOrdersAreReported(Kind kind) {
        ReadWriteLock a = kind.make(Policy.LOG, stage.name("A"));
        ReadWriteLock b = kind.make(Policy.LOG, stage.name("B"));

        stage.on("one", () -> nest(a.readLock(), b.writeLock()));
        stage.on("two", () -> nest(b.readLock(), a.writeLock()));

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void readersAloneAreLowUntilAWriterIsSeen(Kind kind) {
        ReadWriteLock a = kind.make(Policy.THROW, stage.name("A"));
        ReadWriteLock b = kind.make(Policy.THROW, stage.name("B"));

        stage.on("one", () -> nest(a.readLock(), b.readLock()));
        stage.on("two", () -> nest(b.readLock(), a.readLock()));
        assertThat(stage.said()).containsExactly("low circular A B");
        stage.on("one", () -> nest(a.writeLock()));
        stage.on("three", () -> {
            b.readLock().lock();
            assertThatThrownBy(a.readLock()::lock).isInstanceOf(PotentialDeadlockException.class);
            assertThat(stage.held()).containsExactly("B SHARED");
            b.readLock().unlock();
        });

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatWantsToWriteIsToldBeforeItBlocks(Kind kind) {
        ReadWriteLock a = kind.make(Policy.THROW, stage.name("A"));

        stage.on("one", () -> {
            a.readLock().lock();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(a.writeLock()::lock).isInstanceOf(PotentialDeadlockException.class);
                assertThatThrownBy(a.writeLock()::lockInterruptibly).isInstanceOf(PotentialDeadlockException.class);
            }
            assertThat(stage.held()).containsExactly("A SHARED");
            a.readLock().unlock();
            nest(a.writeLock());
        });

        assertThat(stage.said()).containsExactly("actual self-deadlock A");
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatOnlyTriesToWriteIsNot(Kind kind) {
        ReadWriteLock a = kind.make(Policy.THROW, stage.name("A"));

        stage.on("one", () -> {
            a.readLock().lock();
            assertThat(a.writeLock().tryLock()).isFalse();
            assertThat(a.writeLock().tryLock(1, TimeUnit.NANOSECONDS)).isFalse();
            assertThat(stage.held()).containsExactly("A SHARED");
            a.readLock().unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aWriterMayReadAndGoOnReading() {
        ReadWriteLock a = Kind.REENTRANT.make(Policy.THROW, stage.name("A"));
        Lock b = new ReentrantLock(stage.name("B"));

        stage.on("one", () -> {
            a.writeLock().lock();
            a.readLock().lock();
            assertThat(stage.held()).containsExactly("A");
            a.writeLock().unlock();
            assertThat(stage.held()).containsExactly("A SHARED");
            nest(b);
            a.readLock().unlock();
            assertThat(stage.held()).isEmpty();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aStampedLockThatIsWrittenTwiceIsToldBeforeItBlocks() {
        StampedLock a = new StampedLock(stage.name("A"), Policy.THROW);

        stage.on("one", () -> {
            long stamp = a.writeLock();
            assertThatThrownBy(a::writeLock).isInstanceOf(PotentialDeadlockException.class);
            assertThatThrownBy(a::readLock).isInstanceOf(PotentialDeadlockException.class);
            assertThat(stage.held()).containsExactly("A");
            a.unlock(stamp);
        });

        assertThat(stage.said()).containsExactly("actual self-deadlock A", "actual self-deadlock A");
    }

    @Test
    void aStampedLockThatIsReadTwiceWaitsForItselfOnlyBehindAWriter() {
        StampedLock a = new StampedLock(stage.name("A"), Policy.THROW);

        stage.on("one", () -> {
            long outer = a.readLock();
            long inner = a.readLock();
            a.unlock(inner);
            assertThat(stage.held()).containsExactly("A SHARED");
            a.unlock(outer);
        });
        assertThat(stage.said()).containsExactly("low self-deadlock A");
        stage.on("two", () -> {
            a.unlock(a.writeLock());
            long outer = a.readLock();
            assertThatThrownBy(a::readLock).isInstanceOf(PotentialDeadlockException.class);
            a.unlock(outer);
        });

        assertThat(stage.said()).containsExactly("high self-deadlock A");
    }

    @Test
    void bothSidesOfALockAreTheLock() {
        for (Kind kind : Kind.values()) {
            ReadWriteLock a = kind.make(Policy.LOG, stage.name("A"));
            stage.on("one", () -> {
                a.readLock().lock();
                assertThat(Lockdep.isHeld(a.readLock())).isTrue();
                assertThat(Lockdep.isHeld(a.writeLock())).isTrue();
                Lockdep.assertHeld(a.readLock());
                Lockdep.assertHeldShared(a.readLock());
                a.readLock().unlock();
                Lockdep.assertNotHeld(a.readLock());
            });
        }

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void whatIsNotHeldIsKnownNotToBe() {
        stage.on("one", () -> Lockdep.assertHeld(new ReentrantReadWriteLock(stage.name("A")).readLock()));

        assertThat(stage.said()).containsExactly("high assertion");
    }

    @Test
    @SuppressWarnings("NonCanonicalType") // which is what code has after its import was changed
    void theTypesOfTheJdkAreInherited() {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock(stage.name("A"));
        ReentrantReadWriteLock.ReadLock reader = lock.readLock();
        ReentrantReadWriteLock.WriteLock writer = lock.writeLock();

        assertThat(reader).isSameAs(lock.readLock());
        assertThat(writer).isSameAs(lock.writeLock());
    }

    private static void nest(Lock... locks) {
        for (Lock lock : locks) {
            lock.lock();
        }
        for (int i = locks.length - 1; i >= 0; i--) {
            locks[i].unlock();
        }
    }
}
