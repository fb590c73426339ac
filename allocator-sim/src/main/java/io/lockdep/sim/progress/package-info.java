/** What a lock validator cannot see: work that goes on for ever, or is never begun, although no lock is to blame. */
@NullMarked
package io.lockdep.sim.progress;

import org.jspecify.annotations.NullMarked;
