package io.lockdep.sim.dm;

import io.lockdep.Lockdep;
import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.bio.BlockDevice;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.mempool.Mempool;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A device that encrypts what is written to it: each page goes out from another page, of a mempool; drivers/md/dm-crypt.c,
 * 4.10 ({@code kcryptd_crypt_write_convert}, {@code crypt_alloc_buffer}, {@code crypt_endio}).
 *
 * <p>One request needs many elements of one pool. Two requests that have half of theirs each would wait for each other:
 * so pages are first tried without waiting, and when that fails given back and awaited under {@code bio_alloc_lock}
 * (7145c241a1bf, 4.0). The patch before it, cf2f1abfbd0d, had made requests collect all their pages; older kernels went
 * on with those that they had got.
 *
 * <p>One write at a time is encrypted on each CPU, whoever waits for pages included: kcryptd has {@code max_active} 1.
 *
 * <p>Departures: only writes; no cipher, only the work queue, the pages and the order of locks; no thread that sorts
 * writes, as with the options {@code same_cpu_crypt} and {@code submit_from_crypt_cpus}.
 */
public final class DmCrypt implements BlockDevice {

    private final BlockDevice disk;
    private final Workqueues workqueues;
    private final Workqueue kcryptd;
    private final Mempool<Integer> pagePool;
    private final boolean withBioAllocLock;
    private final ReentrantLock bioAllocLock = Lockdep.name(new ReentrantLock(), "&cc->bio_alloc_lock");
    private final AtomicInteger waited = new AtomicInteger();

    /**
     * Sets a device up ({@code crypt_ctr}).
     *
     * @param disk what is below
     * @param workqueues where it encrypts
     * @param pagePool pages for what is encrypted, at least as many as the largest request has
     * @param bioAllocLock whether requests that wait for pages are serialised
     */
    public DmCrypt(BlockDevice disk, Workqueues workqueues, Mempool<Integer> pagePool, boolean bioAllocLock) {
        this.disk = disk;
        this.workqueues = workqueues;
        this.pagePool = bioAllocLock ? pagePool.waitedForByAtMost(1) : pagePool;
        withBioAllocLock = bioAllocLock;
        kcryptd = workqueues.allocWorkqueue("kcryptd", Workqueue.Kind.MEM_RECLAIM, 1);
    }

    /** {@code crypt_map}: a write is encrypted by kcryptd. */
    @Override
    public void submitBio(Bio bio) {
        if (bio.pfns().length > pagePool.minNr()) {
            throw new IllegalArgumentException("a bio of " + bio.pfns().length + " pages is larger than the pool");
        }
        workqueues.queueWorkOn(
                Task.current().cpu(),
                kcryptd,
                Work.named("(work_completion)(&io->work)", () -> kcryptdCryptWriteConvert(bio)));
    }

    /**
     * How often a request had to wait for pages under the lock.
     *
     * @return number of second passes
     */
    public int secondPasses() {
        return waited.get();
    }

    /**
     * Its pool.
     *
     * @return {@code cc->page_pool}
     */
    public Mempool<Integer> pagePool() {
        return pagePool;
    }

    private void kcryptdCryptWriteConvert(Bio bio) {
        int[] buffer = cryptAllocBuffer(bio.pfns().length);
        for (int i = 0; i < buffer.length; i++) {
            pagePool.handOff();
        }
        disk.submitBio(new Bio(buffer, bio.sectors(), () -> cryptEndio(buffer, bio)));
    }

    private int[] cryptAllocBuffer(int size) {
        int[] buffer = new int[size];
        if (!withBioAllocLock) {
            fill(buffer, Gfp.NOIO.or(Gfp.HIGHMEM));
            return buffer;
        }
        if (fill(buffer, Gfp.NOWAIT.or(Gfp.HIGHMEM))) {
            return buffer;
        }
        bioAllocLock.lock();
        try {
            waited.incrementAndGet();
            fill(buffer, Gfp.NOIO.or(Gfp.HIGHMEM));
            return buffer;
        } finally {
            bioAllocLock.unlock();
        }
    }

    /** Takes a page for each place; gives all back and returns false if one cannot be had. */
    private boolean fill(int[] buffer, Gfp gfp) {
        for (int i = 0; i < buffer.length; i++) {
            Integer page = pagePool.mempoolAlloc(gfp);
            if (page == null) {
                while (--i >= 0) {
                    pagePool.mempoolFree(buffer[i]);
                }
                return false;
            }
            buffer[i] = page;
        }
        return true;
    }

    private void cryptEndio(int[] buffer, Bio bio) {
        for (int page : buffer) {
            pagePool.adopt();
            pagePool.mempoolFree(page);
        }
        bio.endIo().run();
    }
}
