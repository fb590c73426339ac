/** Which historic patches a simulated kernel has. */
@NullMarked
package io.lockdep.sim.patch;

import org.jspecify.annotations.NullMarked;
