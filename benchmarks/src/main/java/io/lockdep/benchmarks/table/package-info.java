/** Runs benchmarks interleaved and prints the table of ratios. */
@NullMarked
package io.lockdep.benchmarks.table;

import org.jspecify.annotations.NullMarked;
