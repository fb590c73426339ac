/** Memory hotplug: blocks of memory that come and go. */
@NullMarked
package io.lockdep.sim.memoryhotplug;

import org.jspecify.annotations.NullMarked;
