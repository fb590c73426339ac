package io.lockdep.sim.fs;

import io.lockdep.sim.locking.PercpuRwsem;

/**
 * A mounted file system and who writes to it; {@code struct super_block} with {@code sb_writers}, fs/super.c and
 * fs/namespace.c, 4.13.
 *
 * <p>Whoever is going to change something in the file system first takes {@code sb_writers} as a reader, before any
 * inode's lock. Freezing takes it as the writer. Readers that wait for a freeze are what turns the read-only circle of
 * scenario S1 into a deadlock.
 *
 * <p>Departure: one level of freezing ({@code SB_FREEZE_WRITE}) instead of three.
 */
public final class Superblock {

    private final PercpuRwsem sbWriters;
    private final Directory root = new Directory();

    /**
     * Mounts an empty file system.
     *
     * @param type its name, which is part of the lock class: each type has classes of its own
     */
    public Superblock(String type) {
        sbWriters = new PercpuRwsem("sb_writers#" + type);
    }

    /**
     * Its only directory.
     *
     * @return the root
     */
    public Directory root() {
        return root;
    }

    /** Waits for a freeze to end and keeps the next one off ({@code mnt_want_write}, {@code sb_start_write}). */
    public void mntWantWrite() {
        sbWriters.downRead();
    }

    /** Ends what {@link #mntWantWrite} began ({@code mnt_drop_write}). */
    public void mntDropWrite() {
        sbWriters.upRead();
    }

    /** The same for who writes to an open file ({@code file_start_write}). */
    public void fileStartWrite() {
        sbWriters.downRead();
    }

    /** Ends what {@link #fileStartWrite} began ({@code file_end_write}). */
    public void fileEndWrite() {
        sbWriters.upRead();
    }

    /** Waits for all writers and keeps new ones out ({@code freeze_super}). */
    public void freezeSuper() {
        sbWriters.downWrite();
    }

    /** Lets writers in again ({@code thaw_super}). Departure: by the thread that froze. */
    public void thawSuper() {
        sbWriters.upWrite();
    }
}
