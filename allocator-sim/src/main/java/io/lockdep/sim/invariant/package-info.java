/** What must hold when a run has come to rest, numbered as in the specification of the scenarios. */
@NullMarked
package io.lockdep.sim.invariant;

import org.jspecify.annotations.NullMarked;
