/** Programs to learn from, numbered: each has one locking mistake, the report that it gives, and its fix. */
@NullMarked
package io.lockdep.examples;

import org.jspecify.annotations.NullMarked;
