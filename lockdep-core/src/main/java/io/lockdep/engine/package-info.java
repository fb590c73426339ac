/**
 * The way of an event from a hook to the graph. Not public API.
 *
 * <p>Instrumented code and the public API call {@link io.lockdep.engine.LockEvents} and nothing else in here. On the path
 * of a known chain nothing allocates, locks, loads a class or throws.
 */
@NullMarked
package io.lockdep.engine;

import org.jspecify.annotations.NullMarked;
