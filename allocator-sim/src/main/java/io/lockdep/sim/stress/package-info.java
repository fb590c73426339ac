/** All actors of a scenario at once, for a while, on threads that run freely; who goes first is up to the machine. */
@NullMarked
package io.lockdep.sim.stress;

import org.jspecify.annotations.NullMarked;
