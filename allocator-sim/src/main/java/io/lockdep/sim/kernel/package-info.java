/** The wired simulation: configuration, variant flags and boot. */
@NullMarked
package io.lockdep.sim.kernel;

import org.jspecify.annotations.NullMarked;
