package io.lockdep.examples;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Starts virtual threads, by a method that JDK 17 does not have; this project is compiled for 17. */
final class VirtualThreads {

    private VirtualThreads() {}

    /** An executor that starts a virtual thread for each thing it is given. */
    static Executor executor() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("needs JDK 21", e);
        }
    }
}
