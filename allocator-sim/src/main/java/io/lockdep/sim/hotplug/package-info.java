/** CPU hotplug of Linux 4.10: its lock, its states and the callbacks that hang on them. */
@NullMarked
package io.lockdep.sim.hotplug;

import org.jspecify.annotations.NullMarked;
