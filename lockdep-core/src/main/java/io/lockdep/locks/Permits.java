package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the permits of a semaphore mean to lockdep.
 *
 * <p>One permit is a lock that can be taken once, as long as whoever takes it gives it back; the first time that somebody
 * else does, semaphores of that class are signals and not watched any more. More permits are a resource, which is no
 * event yet.
 */
final class Permits implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int FLAGS = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private final @Nullable Watch watch;

    Permits(Semaphore of, @Nullable String name, int permits, Policy policy) {
        watch = permits == 1 ? new Watch(of, name, false, policy) : null;
    }

    /** Permits are about to be waited for. */
    int announce(int count, int how) {
        return watch == null || count != 1 ? 0 : watch.announce(FLAGS | how);
    }

    /** What was announced has ended. */
    void settle(int before, boolean taken, int count, int how) {
        if (watch != null && count == 1) {
            watch.settle(before, taken, FLAGS | how);
        }
    }

    /** {@return what {@link #tried} and {@link #released} want to know from before} */
    int before() {
        return watch == null ? 0 : watch.before();
    }

    /** Permits were asked for without waiting. */
    void tried(int before, boolean taken, int count) {
        if (watch != null && count == 1) {
            watch.tried(before, taken, FLAGS);
        }
    }

    /** Permits were given back, or added. */
    void released(int before, int count) {
        if (watch == null || count == 0) {
            return;
        }
        if (count == 1) {
            watch.released(before, FLAGS);
        } else {
            watch.handedOver();
        }
    }

    /** The number of permits is not one any more, whoever holds it. */
    void resized() {
        if (watch != null) {
            watch.handedOver();
        }
    }
}
