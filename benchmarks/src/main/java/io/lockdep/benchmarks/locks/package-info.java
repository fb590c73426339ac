/** Work on locks that JMH measures: the same code for every arm of a comparison. */
@NullMarked
package io.lockdep.benchmarks.locks;

import org.jspecify.annotations.NullMarked;
