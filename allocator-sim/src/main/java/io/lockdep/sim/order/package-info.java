/** The order in which a kernel takes its locks, drawn from what the lock validator learnt. */
@NullMarked
package io.lockdep.sim.order;

import org.jspecify.annotations.NullMarked;
