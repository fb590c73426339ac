package io.lockdep.engine;

/** A lock that tells lockdep of its own events, so that what is known of it is complete without an agent. */
public interface SelfReporting {}
