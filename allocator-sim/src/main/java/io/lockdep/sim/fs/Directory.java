package io.lockdep.sim.fs;

import io.lockdep.Lockdep;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names in a directory, under its inode's lock; fs/namei.c, 4.13. Names are paths: the directories in between are
 * not modelled.
 */
public final class Directory {

    /** {@code I_MUTEX_PARENT}: a directory locked in order to change one of its entries, which may be locked too. */
    private static final int I_MUTEX_PARENT = 1;

    private final ReentrantLock dirMutex = Lockdep.name(new ReentrantLock(), "i_mutex_dir_key");
    private final SortedSet<String> names = new TreeSet<>();

    Directory() {}

    /**
     * Makes a device node ({@code filename_create}, {@code vfs_mknod}). Caller is a writer of the file system.
     *
     * @param name its path
     * @return false if there is one of that name
     */
    public boolean vfsMknod(String name) {
        Lockdep.nested(dirMutex, I_MUTEX_PARENT).lock();
        try {
            return names.add(name);
        } finally {
            dirMutex.unlock();
        }
    }

    /**
     * Removes a node ({@code kern_path_locked}, {@code vfs_unlink}).
     *
     * @param name its path
     * @return false if there is none of that name
     */
    public boolean vfsUnlink(String name) {
        Lockdep.nested(dirMutex, I_MUTEX_PARENT).lock();
        try {
            return names.remove(name);
        } finally {
            dirMutex.unlock();
        }
    }

    /**
     * Lists it ({@code iterate_dir}).
     *
     * @return the names, sorted
     */
    public List<String> iterateDir() {
        dirMutex.lock();
        try {
            return List.copyOf(names);
        } finally {
            dirMutex.unlock();
        }
    }
}
