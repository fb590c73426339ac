package io.lockdep.junit;

import io.lockdep.Lockdep;
import io.lockdep.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A test between its start and its end, and the threads that belong to it: the one that runs it, and those that they start.
 *
 * <p>Of a thread that is older than the test, such as one of a shared pool, it is not known for whom it works; while one
 * test runs at a time it works for that one. Asked inside lock hooks, so nothing here waits for a lock when it is read.
 */
final class RunningTest {

    private static final int MAX_NAMED = 3;
    private static final InheritableThreadLocal<@Nullable RunningTest> OF_THREAD = new InheritableThreadLocal<>();
    private static final List<RunningTest> RUNNING = new CopyOnWriteArrayList<>();

    private final String name;
    private volatile boolean ended;

    private final Subscription apart;

    private RunningTest(String name) {
        this.name = name;
        this.apart = Lockdep.beginTest();
    }

    /** Starts one on this thread. */
    static RunningTest start(String name) {
        RunningTest test = new RunningTest(name);
        OF_THREAD.set(test);
        RUNNING.add(test);
        return test;
    }

    void end() {
        ended = true;
        apart.close();
        RUNNING.remove(this);
        if (OF_THREAD.get() == this) {
            OF_THREAD.remove();
        }
    }

    /** {@return the name of the test that this thread works for, the names of those it may work for, or null} */
    static @Nullable String nameOnThisThread() {
        RunningTest own = OF_THREAD.get();
        if (own != null && !own.ended) {
            return own.name;
        }
        StringBuilder names = new StringBuilder();
        int named = 0;
        for (RunningTest test : RUNNING) {
            if (named == MAX_NAMED) {
                return names.append(" or another").toString();
            }
            names.append(named == 0 ? "" : " or ").append(test.name);
            named++;
        }
        return named == 0 ? null : names.toString();
    }
}
