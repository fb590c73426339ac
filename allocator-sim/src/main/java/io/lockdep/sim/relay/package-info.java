/** Channels that carry data from the kernel to user space; kernel/relay.c. */
@NullMarked
package io.lockdep.sim.relay;

import org.jspecify.annotations.NullMarked;
