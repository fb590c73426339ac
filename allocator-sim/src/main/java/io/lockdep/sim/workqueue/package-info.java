/** Work items, per-CPU worker pools and flushing, as in kernel/workqueue.c. */
@NullMarked
package io.lockdep.sim.workqueue;

import org.jspecify.annotations.NullMarked;
