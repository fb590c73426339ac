/** The file system behind sysfs: nodes, open files, and what keeps a node alive while it is used. */
@NullMarked
package io.lockdep.sim.kernfs;

import org.jspecify.annotations.NullMarked;
