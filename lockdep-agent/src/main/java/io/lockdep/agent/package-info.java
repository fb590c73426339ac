/**
 * The agent's way into a JVM: options, definition of the engine in the boot loader, installation, self-test, sinks.
 *
 * <p>Classes here are loaded by the system class loader. Until {@link io.lockdep.agent.BootClasses} has run, none of them
 * may touch a class of the engine: it would be loaded by the wrong loader and there would be two engines.
 */
@NullMarked
package io.lockdep.agent;

import org.jspecify.annotations.NullMarked;
