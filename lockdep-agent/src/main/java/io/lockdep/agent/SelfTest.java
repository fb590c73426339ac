package io.lockdep.agent;

import io.lockdep.engine.LockEvents;

/**
 * Proves that the agent works: takes two private locks and expects both events.
 *
 * <p>Runs on a thread of its own, so that nothing of it stays on the main thread's stack. It also runs the slow path
 * once, which links everything that a hook can reach.
 */
final class SelfTest {

    private SelfTest() {}

    static boolean passes() {
        SelfTestProbe probe = new SelfTestProbe();
        Thread thread = new Thread(probe, "lockdep-self-test");
        thread.setDaemon(true);
        thread.start();
        boolean was = LockEvents.enter();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LockEvents.leave(was);
        }
        return probe.sawEverything();
    }
}
