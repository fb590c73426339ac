package io.lockdep.sim.sched;

/**
 * Waiting that an interrupt does not end, as most of the kernel's does not; whoever interrupts finds the flag afterwards.
 */
public final class Uninterruptibly {

    private Uninterruptibly() {}

    /**
     * Waits until a thread has ended.
     *
     * @param thread one that was started
     */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
