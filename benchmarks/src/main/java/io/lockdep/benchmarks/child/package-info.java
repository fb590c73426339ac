/** Programs that run in a JVM of their own and print what they measured as one number per line. */
@NullMarked
package io.lockdep.benchmarks.child;

import org.jspecify.annotations.NullMarked;
