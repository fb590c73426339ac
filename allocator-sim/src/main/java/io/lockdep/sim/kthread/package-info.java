/** Threads of the kernel that sleep until there is something to do, and the completions one waits for them with. */
@NullMarked
package io.lockdep.sim.kthread;

import org.jspecify.annotations.NullMarked;
