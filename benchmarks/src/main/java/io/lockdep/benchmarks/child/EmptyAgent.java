package io.lockdep.benchmarks.child;

/** An agent that does nothing: what every agent costs, since the JVM then loads the classes for agents. */
public final class EmptyAgent {

    private EmptyAgent() {}

    /**
     * Does nothing.
     *
     * @param arguments ignored
     */
    public static void premain(String arguments) {
        // Nothing is what is measured.
    }
}
