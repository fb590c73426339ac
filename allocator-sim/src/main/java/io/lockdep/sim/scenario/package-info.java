/** The historic bugs as runnable scenarios: variants, expectations and the story told while they run. */
@NullMarked
package io.lockdep.sim.scenario;

import org.jspecify.annotations.NullMarked;
