package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stamps of a stamped lock: what they are turned into, and who gives them back. */
class StampsTest {

    enum Stamp {
        WRITE,
        READ,
        OPTIMISTIC,
        STALE;

        long of(StampedLock lock) {
            return switch (this) {
                case WRITE -> lock.writeLock();
                case READ -> lock.readLock();
                case OPTIMISTIC -> lock.tryOptimisticRead();
                case STALE -> {
                    long stamp = lock.writeLock();
                    lock.unlockWrite(stamp);
                    yield stamp;
                }
            };
        }
    }

    private final Stage stage = new Stage();
    private final StampedLock lock = new StampedLock(stage.name("A"), Policy.THROW);

    @AfterEach
    void close() {
        stage.close();
    }

    /** Each conversion of each stamp, while others read or not: whether it succeeds and what is held afterwards. */
    @ParameterizedTest
    @CsvSource({
        "WRITE,      write,      0, true,  A",
        "WRITE,      read,       0, true,  A SHARED",
        "WRITE,      optimistic, 0, true,  ",
        "READ,       write,      0, true,  A",
        "READ,       write,      1, false, A SHARED",
        "READ,       read,       0, true,  A SHARED",
        "READ,       read,       1, true,  A SHARED",
        "READ,       optimistic, 0, true,  ",
        "READ,       optimistic, 1, true,  ",
        "OPTIMISTIC, write,      0, true,  A",
        "OPTIMISTIC, write,      1, false, ",
        "OPTIMISTIC, read,       0, true,  A SHARED",
        "OPTIMISTIC, read,       1, true,  A SHARED",
        "OPTIMISTIC, optimistic, 0, true,  ",
        "STALE,      write,      0, false, ",
        "STALE,      read,       0, false, ",
        "STALE,      optimistic, 0, false, "
    })
    void aConversionIsFollowed(Stamp from, String to, int others, boolean succeeds, String held) {
        List<Long> ofOthers = new ArrayList<>();
        stage.on("one", () -> {
            long stamp = from.of(lock);
            if (others > 0) {
                stage.on("other", () -> ofOthers.add(lock.readLock()));
            }
            long converted = convert(stamp, to);

            assertThat(converted != 0).isEqualTo(succeeds);
            assertThat(stage.held()).isEqualTo(held == null ? List.of() : List.of(held));
            long last = succeeds ? converted : stamp;
            if (held != null) {
                lock.unlock(last);
            }
            assertThat(stage.held()).isEmpty();
        });
        stage.on("other", () -> ofOthers.forEach(lock::unlockRead));

        assertThat(lock.isReadLocked() || lock.isWriteLocked()).isFalse();
        assertThat(stage.said()).isEmpty();
    }

    private long convert(long stamp, String to) {
        return switch (to) {
            case "write" -> lock.tryConvertToWriteLock(stamp);
            case "read" -> lock.tryConvertToReadLock(stamp);
            default -> lock.tryConvertToOptimisticRead(stamp);
        };
    }

    @Test
    void nothingDependsOnAConversion() {
        Lock b = new ReentrantLock(stage.name("B"));
        stage.on("one", () -> {
            long stamp = lock.writeLock();
            b.lock();
            b.unlock();
            lock.unlockWrite(stamp);
        });
        stage.on("two", () -> {
            b.lock();
            lock.unlock(lock.tryConvertToWriteLock(lock.tryOptimisticRead()));
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aStampIsGivenBackInManyWays() {
        stage.on("one", () -> {
            lock.unlock(lock.writeLock());
            lock.unlockWrite(lock.writeLock());
            lock.writeLock();
            assertThat(lock.tryUnlockRead()).isFalse();
            assertThat(lock.tryUnlockWrite()).isTrue();
            assertThat(stage.held()).isEmpty();
            lock.unlock(lock.readLock());
            lock.unlockRead(lock.readLock());
            lock.readLock();
            assertThat(lock.tryUnlockWrite()).isFalse();
            assertThat(lock.tryUnlockRead()).isTrue();
            assertThat(stage.held()).isEmpty();
        });
        assertThat(stage.said()).isEmpty();
    }

    @Test
    void anOptimisticReadIsNoEvent() {
        stage.on("one", () -> {
            long stamp = lock.writeLock();
            assertThat(lock.tryOptimisticRead()).isZero();
            lock.unlockWrite(stamp);
            assertThat(lock.validate(lock.tryOptimisticRead())).isTrue();
            assertThat(stage.held()).isEmpty();
        });
    }

    @Test
    void aWrongStampIsABadUnlock() {
        stage.on("one", () -> {
            assertThatThrownBy(() -> lock.unlock(lock.tryOptimisticRead()))
                    .isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(lock.asReadLock()::unlock).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(lock.asWriteLock()::unlock).isInstanceOf(IllegalMonitorStateException.class);
        });

        assertThat(stage.said()).containsExactly("actual bad-unlock");
    }

    @Test
    void aStampThatIsGivenBackByAnotherThreadHasNoOwner() {
        Lock b = new ReentrantLock(stage.name("B"));
        List<Long> stamps = new ArrayList<>();

        stage.on("one", () -> stamps.add(lock.writeLock()));
        stage.on("two", () -> lock.unlockWrite(stamps.get(0)));
        stage.on("one", () -> {
            long again = lock.writeLock();
            b.lock();
            b.unlock();
            lock.unlockWrite(again);
        });
        stage.on("two", () -> {
            b.lock();
            lock.unlock(lock.writeLock());
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
        stage.on("one", () -> assertThat(stage.held()).isEmpty());
    }

    @Test
    void aViewHasNoConditions() {
        assertThatThrownBy(lock.asReadLock()::newCondition).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(lock.asWriteLock()::newCondition).isInstanceOf(UnsupportedOperationException.class);
        assertThat(lock.asReadLock()).isSameAs(lock.asReadLock()).isNotSameAs(lock.asWriteLock());
    }
}
