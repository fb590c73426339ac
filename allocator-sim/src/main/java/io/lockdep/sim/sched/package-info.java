/** Tasks and CPUs: what {@code current}, {@code smp_processor_id()} and disabled interrupts mean in the simulation. */
@NullMarked
package io.lockdep.sim.sched;

import org.jspecify.annotations.NullMarked;
