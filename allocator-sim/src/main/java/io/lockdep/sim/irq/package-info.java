/** Interrupt descriptors and what CPU hotplug does to them. */
@NullMarked
package io.lockdep.sim.irq;

import org.jspecify.annotations.NullMarked;
