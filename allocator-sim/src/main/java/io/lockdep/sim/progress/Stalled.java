package io.lockdep.sim.progress;

/**
 * Thrown out of something that would never end, so that a run can: the kernel would go round or sleep for ever.
 */
public final class Stalled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stalled(String report) {
        super(report);
    }

    /**
     * What the watchdog has to say.
     *
     * @return who is stuck in what, what is held, what is waited for and where the pages are; several lines
     */
    public String report() {
        return String.valueOf(getMessage());
    }
}
