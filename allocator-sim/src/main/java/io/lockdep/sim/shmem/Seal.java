package io.lockdep.sim.shmem;

/** What a file in memory promises never to do again ({@code F_SEAL_*} of include/uapi/linux/fcntl.h). */
public enum Seal {
    /** No more seals. */
    SEAL,
    /** Never gets shorter. */
    SHRINK,
    /** Never gets longer. */
    GROW,
    /** Never changes its contents. */
    WRITE
}
