/** Block I/O as its users see it: requests and devices; include/linux/bio.h. */
@NullMarked
package io.lockdep.sim.bio;

import org.jspecify.annotations.NullMarked;
