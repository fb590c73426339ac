/** The file system of device nodes, which a thread of its own fills, and a driver that wants one per CPU. */
@NullMarked
package io.lockdep.sim.devtmpfs;

import org.jspecify.annotations.NullMarked;
