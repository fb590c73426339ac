/** The default sink of use without an agent: the program's own logging. Not public API, found as a service. */
@NullMarked
package io.lockdep.slf4j;

import org.jspecify.annotations.NullMarked;
