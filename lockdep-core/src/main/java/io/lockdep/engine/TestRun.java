package io.lockdep.engine;

import io.lockdep.graph.Lifeline;

/** A test that runs on a thread, as a flow of control of its own: tests run one after the other by chance only. */
public final class TestRun {

    private final Owner owner;
    private final Lifeline before;
    private final Lifeline life;

    private TestRun(Owner owner) {
        this.owner = owner;
        this.before = owner.life();
        this.life = before.startTest();
    }

    /** {@return a test that this thread runs from now on} */
    public static TestRun begin() {
        TestRun test = new TestRun(ThreadTable.current().thread);
        test.owner.live(test.life);
        return test;
    }

    /** Ends the test. By another thread than the one that has begun it, or for a second time, it does nothing. */
    public void end() {
        if (ThreadTable.current().thread == owner && owner.life() == life) {
            before.join(life);
            owner.live(before);
        }
    }
}
