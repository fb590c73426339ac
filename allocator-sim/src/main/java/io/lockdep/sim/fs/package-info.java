/** What file systems have in common: superblocks, directories, pipes and splicing. */
@NullMarked
package io.lockdep.sim.fs;

import org.jspecify.annotations.NullMarked;
