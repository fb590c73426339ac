/** The per-CPU allocator of mm/percpu.c: chunks, slots, population of missing pages and the balance work. */
@NullMarked
package io.lockdep.sim.percpu;

import org.jspecify.annotations.NullMarked;
