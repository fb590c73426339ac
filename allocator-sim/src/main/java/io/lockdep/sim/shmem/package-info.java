/** Files that live in memory, and the seals that can be put on them. */
@NullMarked
package io.lockdep.sim.shmem;

import org.jspecify.annotations.NullMarked;
