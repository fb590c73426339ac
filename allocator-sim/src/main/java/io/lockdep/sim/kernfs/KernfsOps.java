package io.lockdep.sim.kernfs;

/**
 * What a file does when it is read or written; {@code struct kernfs_ops}. Called with {@code of->mutex} and an active
 * reference held, so the node cannot go away meanwhile, and who removes it waits.
 */
public interface KernfsOps {

    /**
     * Gives the file's content ({@code seq_show}).
     *
     * @return the text
     */
    String seqShow();

    /**
     * Takes what was written.
     *
     * @param text all of it
     * @return the number of characters taken, or a negative {@link Errno}
     */
    int write(String text);
}
