package io.lockdep;

/** Something that is held until it is closed, by the thread that opened it. */
@FunctionalInterface
public interface Scope extends AutoCloseable {

    @Override
    void close();
}
