package io.lockdep.sim.devtmpfs;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.sim.fs.Superblock;
import io.lockdep.sim.kthread.Completion;
import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Device nodes, made and removed by the thread {@code kdevtmpfs} for whoever registers a device;
 * drivers/base/devtmpfs.c, 4.13.
 *
 * <p>The thread exists because it alone sees the file system as it is mounted first. Who registers a device waits for
 * it, with whatever locks are held, and the thread becomes a writer of the file system: two of the seven edges of
 * scenario S1.
 *
 * <p>Departure: the kernel's list of requests is under a spinlock; here it is a queue without locks.
 */
public final class Devtmpfs {

    private record Request(String name, boolean create, Completion done) {}

    private final Superblock superblock;
    private final Tracepoints trace;
    private final Kthreads kthreads;
    private final LockMap reqDone = LockMap.of("(complete)&req.done");
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Kthread thread;

    /**
     * Mounts it and starts the thread.
     *
     * @param superblock an empty file system
     * @param kthreads what makes the thread
     * @param trace where nodes are noted
     */
    public Devtmpfs(Superblock superblock, Kthreads kthreads, Tracepoints trace) {
        this.superblock = superblock;
        this.kthreads = kthreads;
        this.trace = trace;
        thread = kthreads.kthreadRun("kdevtmpfs", 0, this::devtmpfsd);
    }

    /**
     * Makes a node and waits until it is there ({@code devtmpfs_create_node}).
     *
     * @param name its path
     */
    public void createNode(String name) {
        submit(new Request(name, true, kthreads.completion(reqDone)));
    }

    /**
     * Removes a node and waits until it is gone ({@code devtmpfs_delete_node}).
     *
     * @param name its path
     */
    public void deleteNode(String name) {
        submit(new Request(name, false, kthreads.completion(reqDone)));
    }

    /**
     * The file system.
     *
     * @return what it is mounted on
     */
    public Superblock superblock() {
        return superblock;
    }

    private void submit(Request request) {
        requests.add(request);
        thread.wakeUp();
        request.done().waitForCompletion();
    }

    private void devtmpfsd() {
        Request request = requests.poll();
        while (request != null) {
            reqDone.acquire(LockMode.EXCLUSIVE);
            try {
                handle(request);
            } finally {
                reqDone.release();
                request.done().complete();
            }
            request = requests.poll();
        }
    }

    private void handle(Request request) {
        trace.emit("devtmpfs_handle", request.name(), request.create() ? 1 : 0);
        if (request.create()) {
            handleCreate(request.name());
        } else {
            superblock.root().vfsUnlink(request.name());
        }
    }

    /** Departure: the new node's own lock is not taken; nothing is written to it. */
    private void handleCreate(String name) {
        superblock.mntWantWrite();
        try {
            superblock.root().vfsMknod(name);
        } finally {
            superblock.mntDropWrite();
        }
    }
}
