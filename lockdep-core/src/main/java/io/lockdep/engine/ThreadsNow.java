package io.lockdep.engine;

import io.lockdep.report.Bystander;
import java.util.ArrayList;
import java.util.List;

/** What all threads hold and wait for at this moment, for somebody who asks from outside. */
public final class ThreadsNow {

    private ThreadsNow() {}

    /**
     * Looks at every thread that holds a lock or waits for something that lockdep knows.
     *
     * @return those threads, not more than can be read
     */
    public static List<Bystander> look() {
        boolean was = LockEvents.enter();
        try {
            List<HeldSnapshot> threads = new ArrayList<>();
            for (HeldLocks held : ThreadTable.all()) {
                Thread thread = held.thread.get();
                if (thread != null && thread != Thread.currentThread() && !isIdle(held)) {
                    HeldSnapshot now = HeldSnapshot.of(held, null);
                    if (!now.ended) {
                        threads.add(now);
                    }
                }
            }
            return WaitScene.bystanders(threads);
        } finally {
            LockEvents.leave(was);
        }
    }

    private static boolean isIdle(HeldLocks held) {
        return held.depth() == 0 && held.thread.waitingFor() == null;
    }
}
