package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known chains of locks cost the program no byte. */
class AllocationIT {

    @TempDir
    Path folder;

    @Test
    void aMillionNestedLocksAllocateNothing() {
        Run run = ForkedJvm.of(folder, """
                        import java.lang.management.ManagementFactory;
                        import java.util.concurrent.locks.*;
                        class Allocation {
                            static final Object a = new Object();
                            static final Object b = new Object();
                            static final ReentrantLock lock = new ReentrantLock();
                            static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                            static long sum;
                            static synchronized void add() { sum++; }
                            static void work(int times) {
                                for (int i = 0; i < times; i++) {
                                    synchronized (a) {
                                        synchronized (b) {
                                            lock.lock();
                                            shared.readLock().lock();
                                            add();
                                            shared.readLock().unlock();
                                            lock.unlock();
                                        }
                                    }
                                }
                            }
                            public static void main(String[] args) {
                                com.sun.management.ThreadMXBean threads =
                                        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                                long id = Thread.currentThread().getId();
                                for (int i = 0; i < 5; i++) {
                                    work(20_000);
                                    threads.getThreadAllocatedBytes(id);
                                }
                                long start = threads.getThreadAllocatedBytes(id);
                                long ofMeasurement = threads.getThreadAllocatedBytes(id) - start;
                                long before = threads.getThreadAllocatedBytes(id);
                                work(1_000_000);
                                System.out.println(threads.getThreadAllocatedBytes(id) - before - ofMeasurement);
                            }
                        }
                        """).run();
        assertThat(run).isEqualTo(new Run(0, "0\n", ""));
    }
}
