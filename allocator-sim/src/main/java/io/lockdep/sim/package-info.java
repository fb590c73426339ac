/** Entry point of the allocator simulation: a small kernel memory manager whose historic lock bugs can be run. */
@NullMarked
package io.lockdep.sim;

import org.jspecify.annotations.NullMarked;
