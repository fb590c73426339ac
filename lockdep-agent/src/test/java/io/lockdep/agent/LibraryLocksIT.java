package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's own locks under the agent, which watches some of their superclasses: every event counts once. */
class LibraryLocksIT {

    /** Every way to take and release a lock, and what lockdep says is held in between. */
    private static final String HOLDS = """
            import io.lockdep.*;
            import io.lockdep.locks.*;
            import java.util.concurrent.TimeUnit;
            import java.util.concurrent.locks.*;
            class Holds {
                static void held(String when) {
                    StringBuilder line = new StringBuilder(when);
                    for (HeldLock lock : Lockdep.held()) {
                        line.append(' ').append(lock.lockClass()).append(':').append(lock.mode());
                    }
                    System.out.println(line);
                }
                static void use(Lock lock, boolean reentrant) throws Exception {
                    lock.lock();
                    held("lock");
                    lock.unlock();
                    held("unlock");
                    lock.lockInterruptibly();
                    held("lockInterruptibly");
                    lock.unlock();
                    System.out.println(lock.tryLock(1, TimeUnit.HOURS));
                    held("timed");
                    lock.unlock();
                    System.out.println(lock.tryLock());
                    held("tryLock");
                    if (reentrant) {
                        lock.lock();
                        System.out.println(lock.tryLock());
                        lock.unlock();
                        held("once less");
                        lock.unlock();
                        held("twice less");
                    }
                    Thread other = new Thread(() -> other(lock));
                    other.start();
                    other.join();
                    lock.unlock();
                    held("free");
                    try { lock.unlock(); } catch (IllegalMonitorStateException e) { held("refused"); }
                }
                static void other(Lock lock) {
                    try {
                        System.out.println(lock.tryLock() + " " + lock.tryLock(1, TimeUnit.NANOSECONDS));
                        held("in vain");
                        Thread.currentThread().interrupt();
                        lock.lockInterruptibly();
                    } catch (InterruptedException e) {
                        held("interrupted");
                    }
                }
                static void await(Lock lock) throws Exception {
                    lock.lock();
                    lock.lock();
                    lock.newCondition().await(1, TimeUnit.NANOSECONDS);
                    held("awaited");
                    lock.unlock();
                    held("awaited, once less");
                    lock.unlock();
                    held("awaited, free");
                }
                static void convert(java.util.concurrent.locks.StampedLock lock) {
                    long stamp = lock.writeLock();
                    stamp = lock.tryConvertToReadLock(stamp);
                    held("read");
                    stamp = lock.tryConvertToWriteLock(stamp);
                    held("write");
                    lock.tryConvertToOptimisticRead(stamp);
                    held("optimistic");
                }
                public static void main(String[] args) throws Exception {
                    LockFactory locks = LockFactory.newInstance(POLICY);
                    ReadWriteLock readWrite = locks.newReentrantReadWriteLock("rw");
                    use(locks.newReentrantLock("plain"), true);
                    use(readWrite.writeLock(), true);
                    use(locks.newStampedLock("stamped").asWriteLock(), false);
                    readWrite.writeLock().lock();
                    readWrite.readLock().lock();
                    readWrite.writeLock().unlock();
                    held("downgraded");
                    readWrite.readLock().unlock();
                    held("free");
                    await(locks.newReentrantLock("awaited"));
                    await(readWrite.writeLock());
                    convert(locks.newStampedLock("stamped"));
                    java.util.concurrent.Semaphore semaphore = locks.newSemaphore("semaphore", 1);
                    semaphore.acquire();
                    held("acquired");
                    semaphore.release();
                    held("released");
                }
            }
            """;

    private static final String ABBA = """
            import io.lockdep.*;
            import io.lockdep.locks.*;
            import java.util.concurrent.locks.*;
            class Abba {
                static final LockFactory locks = LockFactory.newInstance(POLICY);
                static final Lock a = MAKE("A");
                static final Lock b = MAKE("B");
                static void first() {
                    a.lock();
                    b.lock();
                    b.unlock();
                    a.unlock();
                }
                static void second() {
                    b.lock();
                    a.lock();
                    a.unlock();
                    b.unlock();
                }
                public static void main(String[] args) throws Exception {
                    Two.run(Abba::first, () -> {
                        for (int i = 0; i < 2; i++) {
                            try {
                                second();
                                System.out.println("taken " + Lockdep.held().size());
                            } catch (PotentialDeadlockException e) {
                                System.out.println("thrown " + Lockdep.held().size());
                                b.unlock();
                            }
                        }
                        System.out.println("end " + Lockdep.held().size());
                    });
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Policy.LOG", "Policy.THROW", "Policy.collecting()"})
    void holdsAreCountedOnce(String policy) {
        String program = HOLDS.replace("POLICY", policy);

        Run run = ForkedJvm.of(folder, program).run();

        assertThat(run.out())
                .isEqualTo(withoutAgent("Holds").out())
                .endsWith("acquired semaphore:EXCLUSIVE\nreleased\n");
        assertThat(run.err().lines().filter(line -> line.startsWith("WARNING:")))
                .as("a thread that wants the lock is waited for under it; and the lock is released once too often")
                .containsExactly(
                        "WARNING: possible circular locking dependency detected",
                        "WARNING: bad unlock balance detected!",
                        "WARNING: possible circular locking dependency detected",
                        "WARNING: bad unlock balance detected!",
                        "WARNING: possible circular locking dependency detected",
                        "WARNING: bad unlock balance detected!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "locks.newReentrantLock",
                "new io.lockdep.locks.ReentrantLock",
                "rw.writeLock",
                "stamped.asWriteLock"
            })
    void twoOrdersAreReportedOnceAndWithTheirPlaces(String make) {
        Run run = ForkedJvm.of(folder, abba("Policy.LOG", make)).run();

        assertThat(run.out()).isEqualTo("taken 0\ntaken 0\nend 0\n");
        assertThat(run.err()).contains("Abba.second(Abba.java:").endsWith("\nlockdep: 1 finding: 1 high\n");
        if (!make.startsWith("stamped")) {
            assertThat(run.err()).doesNotContain("(place not recorded)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"locks.newReentrantLock", "rw.writeLock", "stamped.asWriteLock"})
    void throwingPreventsTheAcquisition(String make) {
        Run run = ForkedJvm.of(folder, abba("Policy.THROW", make)).run();

        assertThat(run.out()).isEqualTo("thrown 1\nthrown 1\nend 0\n");
        assertThat(run.err()).endsWith("\nlockdep: 1 finding: 1 high\n");
    }

    private static String abba(String policy, String make) {
        String call = switch (make) {
            case "rw.writeLock" -> "locks.newReentrantReadWriteLock(NAME).writeLock()";
            case "stamped.asWriteLock" -> "locks.newStampedLock(NAME).asWriteLock()";
            default -> make + "(NAME)";
        };
        return ABBA.replace("POLICY", policy)
                .replace("MAKE(\"A\")", call.replace("NAME", "\"A\""))
                .replace("MAKE(\"B\")", call.replace("NAME", "\"B\""));
    }

    private Run withoutAgent(String main) {
        return ForkedJvm.java(folder, List.of("-cp", folder + File.pathSeparator + ForkedJvm.AGENT, main), Map.of());
    }
}
