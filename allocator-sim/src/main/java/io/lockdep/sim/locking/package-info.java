/** Lock types of the kernel that Java has not got. */
@NullMarked
package io.lockdep.sim.locking;

import org.jspecify.annotations.NullMarked;
