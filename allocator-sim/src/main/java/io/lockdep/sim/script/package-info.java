/** Actors that take turns, so that a scenario has one order of events and cannot hang; uses no locks of its own. */
@NullMarked
package io.lockdep.sim.script;

import org.jspecify.annotations.NullMarked;
