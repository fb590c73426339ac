/** What kernel/smp.c does when CPUs come and go; the callback that joins CPU hotplug to the per-CPU allocator. */
@NullMarked
package io.lockdep.sim.smp;

import org.jspecify.annotations.NullMarked;
