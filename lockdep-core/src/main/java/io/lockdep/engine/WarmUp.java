package io.lockdep.engine;

/**
 * What is waited for while the hooks warm up. Of a type of its own: with no room to tell objects apart, all those of a type
 * play the same part, and locks of the program must not become signals.
 */
final class WarmUp {}
