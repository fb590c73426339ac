package io.lockdep.sim.progress;

/**
 * Thrown out of a wait that would never end, after the watchdog has reported it, so that a script can end: in the kernel
 * only a reboot would.
 */
public final class Stalled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param what the wait, a kernel function and its argument
     */
    public Stalled(String what) {
        super(what);
    }
}
