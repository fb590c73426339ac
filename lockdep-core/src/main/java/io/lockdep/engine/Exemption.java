package io.lockdep.engine;

/** A lock that stands for "not here, not now": held where something cannot happen, in no ring, and never shown. */
public final class Exemption extends ClassedLock {

    /**
     * An exemption.
     *
     * @param lockClass name of its class
     */
    public Exemption(String lockClass) {
        super(lockClass, false);
        rules().waits(0, 0);
        rules().noTrack();
    }
}
