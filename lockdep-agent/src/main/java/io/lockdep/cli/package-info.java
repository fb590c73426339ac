/** The command line: {@code java -jar lockdep-agent.jar}, which {@code bin/lockdep} starts. */
@NullMarked
package io.lockdep.cli;

import org.jspecify.annotations.NullMarked;
