/** The order of events of a run, in the words of the kernel's tracepoints. */
@NullMarked
package io.lockdep.sim.trace;

import org.jspecify.annotations.NullMarked;
