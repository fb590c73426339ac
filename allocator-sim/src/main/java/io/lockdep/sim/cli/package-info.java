/** The command line: {@code list} and {@code run}. */
@NullMarked
package io.lockdep.sim.cli;

import org.jspecify.annotations.NullMarked;
