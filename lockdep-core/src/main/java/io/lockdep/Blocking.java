package io.lockdep;

/**
 * Something that may block, told to lockdep while it does.
 *
 * @param <T> what it results in
 * @param <E> what it can throw
 */
@FunctionalInterface
public interface Blocking<T, E extends Exception> {

    /**
     * Blocks.
     *
     * @return the result
     * @throws E if it fails
     */
    T call() throws E;

    /**
     * Something that results in nothing.
     *
     * @param <E> what it can throw
     */
    @FunctionalInterface
    interface Action<E extends Exception> {

        /**
         * Blocks.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }
}
