/**
 * What is said: one immutable value per distinct finding, and the forms it is written in. Not public API.
 *
 * <p>Nothing in here knows the engine or the graph; a sink never calls back.
 */
@NullMarked
package io.lockdep.report;

import org.jspecify.annotations.NullMarked;
