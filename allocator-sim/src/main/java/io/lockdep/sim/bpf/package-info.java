/** The part of the bpf system call that allocates per-CPU memory. */
@NullMarked
package io.lockdep.sim.bpf;

import org.jspecify.annotations.NullMarked;
