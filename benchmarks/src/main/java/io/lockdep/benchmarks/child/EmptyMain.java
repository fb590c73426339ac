package io.lockdep.benchmarks.child;

/** A program that does nothing. */
public final class EmptyMain {

    private EmptyMain() {}

    /**
     * Does nothing.
     *
     * @param arguments ignored
     */
    public static void main(String[] arguments) {
        // Nothing is what is measured.
    }
}
