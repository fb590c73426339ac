package io.lockdep.agent;

/**
 * What a JVM left behind.
 *
 * @param exit its exit status
 * @param out standard output, one character per byte
 * @param err standard error, one character per byte
 */
record Run(int exit, String out, String err) {}
