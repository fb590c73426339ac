/** Tells lockdep which test runs, so that a report names the test that closed the cycle. */
@NullMarked
package io.lockdep.junit;

import org.jspecify.annotations.NullMarked;
