/**
 * Turns lock operations in byte code into events, one class per thing it understands.
 *
 * <p>Runs while classes load, on threads of the program, with class-loading locks held: no logging, no locks of the
 * program, no class loading by name. What cannot be handled is left as it was and counted.
 */
@NullMarked
package io.lockdep.agent.instrument;

import org.jspecify.annotations.NullMarked;
