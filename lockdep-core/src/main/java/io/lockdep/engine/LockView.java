package io.lockdep.engine;

/** An object by which part of a lock is used, such as its read side, and which is the same lock to lockdep. */
public interface LockView extends SelfReporting {

    /** {@return the lock that this is a view of} */
    Object whole();
}
