package io.lockdep.throwaway;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Site;
import io.lockdep.engine.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A class of a program that is loaded and thrown away, with the calls that the agent would put into it.
 *
 * <p>Takes locks of every origin in one another: one made here, one of its own type, its class object, one whose making
 * nobody saw, taken here and on behalf of the JDK. {@link ThrowAwayLoader} gives it other names, of the same length.
 */
public final class Plugin0000 implements Runnable {

    private static final String NAME = "Plugin0000";

    /** Outlives the class if somebody keeps it, since it is no object of the class. */
    public final Object made = new Object();

    private final List<Object> unseen = List.of(new ReentrantLock(), new ReentrantLock());

    @Override
    public void run() {
        LockEvents.made(made, site(1, NAME + ".made"));
        List<Object> held = new ArrayList<>();
        take(made, site(2, null), held);
        take(this, site(3, null), held);
        take(Plugin0000.class, site(4, null), held);
        take(new Plugin0000[0], site(5, null), held);
        take(unseen.get(0), site(6, null), held);
        take(unseen.get(1), 0, held);
        for (int i = held.size() - 1; i >= 0; i--) {
            LockEvents.release(held.get(i), Acquisition.EXCLUSIVE);
        }
    }

    private static void take(Object lock, int site, List<Object> held) {
        LockEvents.at(site);
        LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
        held.add(lock);
    }

    private static int site(int line, String role) {
        return Sites.number(
                new Site(Plugin0000.class.getName(), "run", NAME + ".java", line, role),
                1,
                Plugin0000.class.getClassLoader());
    }
}
