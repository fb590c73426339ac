/**
 * The public API of lockdep: naming locks, lock maps, and what was found.
 *
 * <p>Works with the agent, which reports the events of all locks, and without it, for what the program says itself: lock
 * maps, tasks, signals, supplies, contexts. Without the agent findings go to SLF4J, or to standard error. This package is the
 * only public API of this module; everything below it may change at any time.
 */
@NullMarked
package io.lockdep;

import org.jspecify.annotations.NullMarked;
