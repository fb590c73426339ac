package io.lockdep.sim.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.bio.BlockDevice;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.mempool.Mempool;
import io.lockdep.sim.mempool.Nomemalloc;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DmCryptTest {

    private static final int RESERVE = 4;
    private static final int WRITES = 40;

    private final FreeDispatch dispatch = new FreeDispatch();
    private final Kthreads kthreads = new Kthreads(dispatch);
    private final Workqueues workqueues =
            new Workqueues(1, kthreads, dispatch, new ProgressWatchdog(List::of), Tracepoints.off());
    private final Queue<Bio> disk = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();

    @AfterEach
    void completeAndStop() {
        await().until(() -> {
            complete();
            return written.get() == WRITES;
        });
        workqueues.stop();
        kthreads.stop();
    }

    @Test
    void writesThatWaitForPagesDoNotTakeAKworkerEachSoThatTheDiskCanComplete() {
        workqueues.prepareCpu(0);
        workqueues.onlineCpu(0);
        Task.named("test", 0).run(() -> {
            DmCrypt crypt = cryptOn(disk::add);
            for (int i = 0; i < WRITES; i++) {
                crypt.submitBio(new Bio(new int[] {i, i}, new int[] {i, i}, written::incrementAndGet));
            }
            // Two writes have the four pages that there are, the third waits under bio_alloc_lock.
            await().until(() -> crypt.secondPasses() == 1);
            await().until(() -> workqueues.pools().get(0).firstPending() == null);

            assertThat(workqueues.pools().get(0).workerCount()).as("kworkers").isLessThanOrEqualTo(3);
            assertThat(runsOnAKworkerAtOnce()).isTrue();
        });
    }

    /** As the disk's own work has to. */
    private boolean runsOnAKworkerAtOnce() {
        CountDownLatch ran = new CountDownLatch(1);
        Workqueue kblockd = workqueues.allocWorkqueue("kblockd", Workqueue.Kind.MEM_RECLAIM);
        workqueues.queueWorkOn(0, kblockd, Work.named("(work_completion)(&q->run_work)", ran::countDown));
        await().until(() -> ran.getCount() == 0);
        return true;
    }

    private DmCrypt cryptOn(BlockDevice below) {
        Mempool<Integer> pool = new Mempool<>(
                "page_pool",
                RESERVE,
                gfp -> gfp.equals(Gfp.KERNEL) ? made.incrementAndGet() : null,
                page -> made.decrementAndGet(),
                Nomemalloc.FORCED,
                new Schedule(),
                new StepGates());
        return new DmCrypt(below, workqueues, pool, true);
    }

    private void complete() {
        for (Bio bio = disk.poll(); bio != null; bio = disk.poll()) {
            Task.named("irq", 0).run(bio.endIo());
        }
    }
}
