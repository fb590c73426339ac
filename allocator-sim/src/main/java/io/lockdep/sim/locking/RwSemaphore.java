package io.lockdep.sim.locking;

/**
 * Many readers or one writer, in the kernel's words; what the different makes of such a lock have in common.
 */
public interface RwSemaphore {

    /** Waits for a writer, then keeps writers out ({@code down_read}). */
    void downRead();

    /** Ends what {@link #downRead} began ({@code up_read}). */
    void upRead();

    /**
     * Like {@link #downRead}, but does not wait ({@code down_read_trylock}).
     *
     * @return false if a writer has the lock
     */
    boolean downReadTrylock();

    /** Waits for all readers and keeps new ones out ({@code down_write}). */
    void downWrite();

    /** Ends what {@link #downWrite} began ({@code up_write}). */
    void upWrite();

    /**
     * Readers at the moment.
     *
     * @return 0 at rest
     */
    int readers();
}
