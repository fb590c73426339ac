package io.lockdep.sim.kernfs;

/** The error numbers that file operations return, negative as in the kernel. */
public final class Errno {

    /** A signal came. */
    public static final int EINTR = -4;
    /** Somebody else has what is needed. */
    public static final int EBUSY = -16;
    /** The node was removed. */
    public static final int ENODEV = -19;
    /** The text means nothing, or the attribute cannot be written. */
    public static final int EINVAL = -22;
    /** The call was interrupted before it did anything and begins anew ({@code -ERESTARTNOINTR}). */
    public static final int ERESTART = -513;

    private Errno() {}
}
