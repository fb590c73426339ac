package io.lockdep.sim.fs;

/**
 * A file that pages can be written to; {@code struct file} with {@code f_op->write_iter}.
 */
public interface WritableFile {

    /**
     * The file system it is in.
     *
     * @return whose writer the caller of {@link #writeIter} must be
     */
    Superblock superblock();

    /**
     * Writes one page, under the inode's lock ({@code generic_file_write_iter}).
     *
     * @param index which page of the file
     * @param contents what to write
     * @return how it ended
     */
    Errno writeIter(int index, int contents);
}
