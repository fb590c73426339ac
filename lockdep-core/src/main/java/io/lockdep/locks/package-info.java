/**
 * The JDK's locks, under their own names, that tell lockdep what they do: use without an agent.
 *
 * <p>Changing an import is all it takes. What happens when a bad order is about to be taken is a {@link
 * io.lockdep.locks.Policy}, chosen where a {@link io.lockdep.locks.LockFactory} is made. Under the agent nothing is told
 * twice.
 */
@NullMarked
package io.lockdep.locks;

import org.jspecify.annotations.NullMarked;
