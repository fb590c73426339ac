package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.LockClass;

/**
 * Finds updates of a {@code ConcurrentHashMap} inside an update of the same map, in a function handed to {@code compute} or
 * its like.
 *
 * <p>The outer update has locked one bin, the inner one locks another: two threads can do so in two orders. If it is the
 * same bin, the map throws or runs for ever (JDK-8062841). Which bin a key is in says nothing of the next run, so the
 * nesting itself is reported, once per class of maps. Not found if the thread has locked the map's own monitor before,
 * with {@code synchronized}: that is held as the map too, and is no part of it.
 */
final class MapUpdates {

    private MapUpdates() {}

    /** A thread that holds something is about to update a map. */
    static void touch(HeldLocks held, Object map, int site) {
        if (held.isBusy()) {
            return;
        }
        HeldLock same = held.find(map);
        if (same == null) {
            held.acquire(map, Acquisition.EXCLUSIVE, site);
            held.release(map, Acquisition.EXCLUSIVE);
        } else if ((same.flags() & Acquisition.MONITOR) == 0) {
            boolean was = held.enter();
            try {
                inside(held, map, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    private static void inside(HeldLocks held, Object map, int site) {
        for (int i = 0; i < held.depth(); i++) {
            if (held.at(i).lock == map) {
                LockClass lockClass = held.classAt(i);
                if (lockClass.rules().validates() && isNews(lockClass)) {
                    Moment moment = new Moment(held, held.depth());
                    Acquired wanted = moment.wanted(map, lockClass, Acquisition.EXCLUSIVE);
                    Reporter.updateInUpdate(moment, moment.flow.held().get(i), wanted, site);
                }
            }
        }
    }

    // Not exact among threads: what is said twice is not heard twice.
    private static boolean isNews(LockClass lockClass) {
        boolean news = !lockClass.updatesItself;
        lockClass.updatesItself = true;
        return news;
    }
}
