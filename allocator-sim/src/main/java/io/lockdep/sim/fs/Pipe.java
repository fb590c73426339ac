package io.lockdep.sim.fs;

import io.lockdep.Lockdep;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A pipe: up to 16 pages between a writer and a reader; {@code struct pipe_inode_info} of fs/pipe.c, 4.13.
 *
 * <p>The kernel takes {@code pipe->mutex} at the level {@code I_MUTEX_PARENT} wherever it does not take two of them;
 * here the class simply has that level in its name.
 */
public final class Pipe {

    /** {@code PIPE_DEF_BUFFERS}. */
    private static final int BUFFERS = 16;

    /**
     * One page in the pipe; {@code struct pipe_buffer}.
     *
     * @param pfn the page
     * @param contents what is in it
     */
    record Buffer(int pfn, int contents) {}

    private final PageAllocator pages;
    private final ReentrantLock mutex = Lockdep.name(new ReentrantLock(), "&pipe->mutex/1");
    private final Condition wait = mutex.newCondition();
    private final Deque<Buffer> buffers = new ArrayDeque<>();
    private boolean writerGone;

    /**
     * Makes an empty pipe.
     *
     * @param pages where its pages come from
     */
    public Pipe(PageAllocator pages) {
        this.pages = pages;
    }

    /**
     * Writes one page, and waits for room first ({@code pipe_write}).
     *
     * @param contents what to write
     * @return {@link Errno#ENOMEM} if there is no page
     */
    public Errno pipeWrite(int contents) {
        mutex.lock();
        try {
            while (buffers.size() == BUFFERS) {
                wait.awaitUninterruptibly();
            }
            int pfn = pages.allocPagesNodemask(Gfp.USER.or(Gfp.HIGHMEM), 0);
            if (pfn == Memmap.NONE) {
                return Errno.ENOMEM;
            }
            buffers.addLast(new Buffer(pfn, contents));
            wait.signalAll();
            return Errno.OK;
        } finally {
            mutex.unlock();
        }
    }

    /** Closes the writing end: who reads gets what is left and waits no more ({@code pipe_release}). */
    public void closeWriter() {
        mutex.lock();
        try {
            writerGone = true;
            wait.signalAll();
        } finally {
            mutex.unlock();
        }
    }

    /** Frees what was never read ({@code free_pipe_info}). */
    public void free() {
        pipeLock();
        try {
            while (!buffers.isEmpty()) {
                release(buffers.removeFirst());
            }
        } finally {
            pipeUnlock();
        }
    }

    /** {@code pipe_lock}: of who takes several pages out. */
    void pipeLock() {
        mutex.lock();
    }

    void pipeUnlock() {
        mutex.unlock();
    }

    /** Waits for a page ({@code splice_from_pipe_next}); null at the end. Caller has locked the pipe. */
    @Nullable
    Buffer next() {
        while (buffers.isEmpty() && !writerGone) {
            wait.awaitUninterruptibly();
        }
        return buffers.peekFirst();
    }

    /** The first page was used ({@code pipe_buf_release}). Caller has locked the pipe. */
    void consumed() {
        release(buffers.removeFirst());
        wait.signalAll();
    }

    private void release(Buffer buffer) {
        pages.freePages(buffer.pfn(), 0);
    }
}
