package io.lockdep.engine;

import java.lang.ref.WeakReference;

/** Notices that garbage has been collected: before that, looking for what has died since the last look is in vain. */
final class NextCollection {

    private final WeakReference<Object> canary = new WeakReference<>(new Object());

    /** {@return whether there was a collection since this object was made} */
    boolean isOver() {
        return canary.refersTo(null);
    }
}
