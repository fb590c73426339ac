/** Costs that are not a ratio of work on locks: start-up, class loading, memory, new edges. */
@NullMarked
package io.lockdep.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
