package io.lockdep.sim.fs;

/**
 * Moves pages from a pipe to a file; {@code do_splice} and {@code iter_file_splice_write} of fs/splice.c, 4.13.
 *
 * <p>Lock order: {@code sb_writers} as a reader, {@code &pipe->mutex}, the inode's lock. All three are held while the
 * file gets its pages.
 */
public final class Splice {

    private Splice() {}

    /**
     * Splices until the pipe is empty and its writer gone, or that many pages have been moved.
     *
     * @param from the pipe
     * @param to the file
     * @param index where in the file to begin
     * @param pages how many at most
     * @return how many were moved before the pipe or the file came to an end
     */
    public static int doSplice(Pipe from, WritableFile to, int index, int pages) {
        to.superblock().fileStartWrite();
        try {
            return iterFileSpliceWrite(from, to, index, pages);
        } finally {
            to.superblock().fileEndWrite();
        }
    }

    private static int iterFileSpliceWrite(Pipe from, WritableFile to, int index, int pages) {
        from.pipeLock();
        try {
            int moved = 0;
            while (moved < pages) {
                Pipe.Buffer buffer = from.next();
                if (buffer == null || to.writeIter(index + moved, buffer.contents()) != Errno.OK) {
                    break;
                }
                from.consumed();
                moved++;
            }
            return moved;
        } finally {
            from.pipeUnlock();
        }
    }
}
