package io.lockdep.sim.kernfs;

import io.lockdep.Lockdep;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A file as one process has it open; {@code struct kernfs_open_file} with its {@code struct seq_file}, fs/kernfs/file.c
 * and fs/seq_file.c, 5.3.
 *
 * <p>A read takes {@code p->lock} of the sequence file, then {@code of->mutex}, then an active reference, and calls the
 * attribute with all three. A write takes {@code sb_writers}, {@code of->mutex} and the reference. {@code of->mutex} is
 * a monitor here, so that a validator meets both kinds of Java locks.
 */
public final class OpenFile {

    private final KernfsNode node;
    private final KernfsOps ops;
    private final ReentrantReadWriteLock sbWriters;
    private final ReentrantLock seqLock = Lockdep.name(new ReentrantLock(), "&p->lock");
    private final Object mutex = Lockdep.name(new Object(), "&of->mutex");

    OpenFile(KernfsNode node, KernfsOps ops, ReentrantReadWriteLock sbWriters) {
        this.node = node;
        this.ops = ops;
        this.sbWriters = sbWriters;
    }

    /**
     * Reads all of it ({@code seq_read}).
     *
     * @return the text, or null if the node was removed ({@code -ENODEV})
     */
    public @Nullable String read() {
        seqLock.lock();
        try {
            return seqShow();
        } finally {
            seqLock.unlock();
        }
    }

    /**
     * Writes a text ({@code vfs_write}, {@code kernfs_fop_write}).
     *
     * @param text what to write
     * @return the number of characters taken, or a negative {@link Errno}
     */
    public int write(String text) {
        sbWriters.readLock().lock();
        try {
            return fopWrite(text);
        } finally {
            sbWriters.readLock().unlock();
        }
    }

    /** {@code kernfs_seq_start}, {@code kernfs_seq_show} and {@code kernfs_seq_stop}. */
    private @Nullable String seqShow() {
        synchronized (mutex) {
            if (!node.active().getActive()) {
                return null;
            }
            try {
                return ops.seqShow();
            } finally {
                node.active().putActive();
            }
        }
    }

    private int fopWrite(String text) {
        synchronized (mutex) {
            if (!node.active().getActive()) {
                return Errno.ENODEV;
            }
            try {
                return ops.write(text);
            } finally {
                node.active().putActive();
            }
        }
    }
}
