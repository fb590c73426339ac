/** Measures what lockdep costs, beside no checker at all and beside its peers. */
@NullMarked
package io.lockdep.benchmarks;

import org.jspecify.annotations.NullMarked;
