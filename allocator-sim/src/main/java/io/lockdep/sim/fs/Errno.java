package io.lockdep.sim.fs;

/** How a system call on files ended. */
public enum Errno {
    /** Well: 0. */
    OK,
    /** Not permitted, here by a seal. */
    EPERM,
    /** Somebody uses it just now. */
    EBUSY,
    /** No memory. */
    ENOMEM
}
