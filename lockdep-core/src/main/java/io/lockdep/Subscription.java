package io.lockdep;

/** A listener that is told of findings until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
