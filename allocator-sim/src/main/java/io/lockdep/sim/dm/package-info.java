/** Block devices that need memory to write memory: drivers/md. */
@NullMarked
package io.lockdep.sim.dm;

import org.jspecify.annotations.NullMarked;
