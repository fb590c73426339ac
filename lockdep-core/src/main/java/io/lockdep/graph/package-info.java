/**
 * What has been learnt: lock classes, the dependencies between them with their evidence, and the search for rings.
 * Not public API.
 *
 * <p>All of it is confined to the lock of the one {@link io.lockdep.graph.LockGraph}; nothing here runs on the path of a
 * chain that is known.
 */
@NullMarked
package io.lockdep.graph;

import org.jspecify.annotations.NullMarked;
