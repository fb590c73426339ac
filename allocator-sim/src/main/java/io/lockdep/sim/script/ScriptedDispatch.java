package io.lockdep.sim.script;

import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.progress.Stalled;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Timers;
import io.lockdep.sim.workqueue.Dispatch;
import io.lockdep.sim.workqueue.QueuedWork;
import io.lockdep.sim.workqueue.Worker;
import io.lockdep.sim.workqueue.WorkerPool;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kworkers that run when the script says so: a work is executed when somebody waits for it, who lends the baton to a
 * kworker of its pool, or when the director lets everything pending run.
 *
 * <p>Who has to wait chooses who runs meanwhile, always in the same order: somebody whose wait is over, a thread of the
 * kernel that was woken, an idle kworker for a work that somebody waits for. If there is nobody, time passes up to the
 * next timer. When timer after timer brings nothing, the watchdog ends the latest wait for a work: the one that those
 * before it have led to.
 *
 * <p>A work that nobody waits for can be overtaken by one that somebody waits for. In the kernel that happens too,
 * when the first one has begun and sleeps.
 */
public final class ScriptedDispatch implements Dispatch {

    /** As many timers expire in vain before a script is said to be wrong; the watchdog is faster, if it knows the wait. */
    private static final int FRUITLESS_TIMERS = 10_000;

    private final Baton baton;
    private final Timers timers = Timers.scripted();

    /** What the worker that gets the baton is to execute, null to end; read and written by the baton's holder. */
    private @Nullable QueuedWork granted;

    /** Threads that were woken and have not run since; used by the baton's holder, as are the next two. */
    private final Deque<Kthread> runQueue = new ArrayDeque<>();

    /** Threads in the middle of what they do, asleep or not. */
    private final Set<Kthread> busy = new LinkedHashSet<>();

    /** Who waits, longest first. */
    private final List<Sleeper> sleepers = new ArrayList<>();

    /** Works executed so far: what a wait for a work calls progress. */
    private int executed;

    /**
     * Makes a dispatch for one machine.
     *
     * @param baton what the script passes around
     */
    public ScriptedDispatch(Baton baton) {
        this.baton = baton;
    }

    /**
     * Executes what is queued, CPU by CPU, each in the order of queueing, after the other threads that were woken and
     * those whose wait is over. The caller holds the baton.
     *
     * @param workqueues the machine's
     * @return how many works were executed
     */
    public int runPending(Workqueues workqueues) {
        int before = executed;
        boolean ran = true;
        while (ran) {
            ran = letSleeperGoOn(null) || runKthread();
        }
        workqueues.pools().forEach(this::runPending);
        return executed - before;
    }

    /**
     * Lets everybody run and time pass until no work is queued or running. The caller holds the baton and executes none.
     *
     * @param workqueues the machine's
     * @return how many works were executed
     */
    public int runAll(Workqueues workqueues) {
        int before = executed;
        do {
            runPending(workqueues);
            awaitRest(() -> workqueues.isIdle() || hasPending(workqueues));
        } while (!workqueues.isIdle());
        return executed - before;
    }

    /**
     * Executes what is queued on one CPU, in the order of queueing. The caller holds the baton.
     *
     * @param pool that CPU's
     * @return how many works were executed
     */
    public int runPending(WorkerPool pool) {
        int before = executed;
        QueuedWork next = pool.firstPending();
        while (next != null) {
            QueuedWork queued = next;
            sleep(new Sleeper(() -> isDone(queued), queued, null));
            next = pool.firstPending();
        }
        return executed - before;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public void serve(Worker worker) {
        baton.await();
        QueuedWork work = granted;
        while (work != null) {
            worker.execute(work);
            baton.giveBack();
            baton.await();
            work = granted;
        }
        baton.giveBack();
    }

    @Override
    public void serve(Kthread kthread) {
        baton.await();
        while (!kthread.shouldStop()) {
            kthread.work();
            busy.remove(kthread);
            if (!kthread.shouldStop()) {
                baton.giveBack();
                baton.await();
            }
        }
        baton.giveBack();
    }

    @Override
    public void awaitDone(QueuedWork queued, Undertaking flush) {
        sleep(new Sleeper(() -> isDone(queued), queued, flush));
    }

    @Override
    public void executed(QueuedWork queued) {
        executed++;
    }

    @Override
    public void await(CountDownLatch done) {
        awaitRest(() -> done.getCount() == 0);
    }

    @Override
    public void awaitRest(BooleanSupplier atRest) {
        sleep(new Sleeper(atRest, null, null));
    }

    @Override
    public boolean scheduleTimeout(long nanos) {
        if (busy.stream().noneMatch(kthread -> kthread.thread() == Thread.currentThread())) {
            return false;
        }
        CountDownLatch expired = new CountDownLatch(1);
        timers.modTimer(timers.setupTimer(expired::countDown), Math.max(nanos, TimeUnit.MICROSECONDS.toNanos(1)));
        await(expired);
        return true;
    }

    @Override
    public void wakeUp(Kthread kthread) {
        if (!runQueue.contains(kthread)) {
            runQueue.addLast(kthread);
        }
    }

    @Override
    public void retire(Worker worker) {
        granted = null;
        baton.lend(worker.thread());
    }

    @Override
    public void retire(Kthread kthread) {
        baton.lend(kthread.thread());
    }

    /** Lets others run until the calling thread may go on. */
    private void sleep(Sleeper me) {
        sleepers.add(me);
        try {
            int fruitless = 0;
            int seen = executed;
            while (!me.mayGoOn()) {
                if (!letSleeperGoOn(me) && !runKthread() && !grantWanted()) {
                    fruitless = seen == executed ? fruitless + 1 : 0;
                    seen = executed;
                    letTimePass(fruitless);
                }
            }
        } finally {
            sleepers.remove(me);
        }
        if (me.isEnded()) {
            throw new Stalled("nothing came of timer after timer");
        }
    }

    private boolean letSleeperGoOn(@Nullable Sleeper me) {
        for (Sleeper sleeper : sleepers) {
            if (sleeper != me && sleeper.thread() != Thread.currentThread() && sleeper.mayGoOn()) {
                baton.letGoOn(sleeper.thread());
                return true;
            }
        }
        return false;
    }

    /** One that is in the middle of something finds out by itself that it was woken. */
    private boolean runKthread() {
        Iterator<Kthread> woken = runQueue.iterator();
        while (woken.hasNext()) {
            Kthread kthread = woken.next();
            if (busy.add(kthread)) {
                woken.remove();
                baton.lend(kthread.thread());
                return true;
            }
        }
        return false;
    }

    private boolean grantWanted() {
        for (int latest = sleepers.size() - 1; latest >= 0; latest--) {
            QueuedWork wanted = sleepers.get(latest).wanted();
            Worker worker = wanted == null ? null : wanted.pool().idleFor(wanted);
            if (wanted != null && worker != null) {
                granted = wanted;
                baton.lend(worker.thread());
                return true;
            }
        }
        return false;
    }

    private void letTimePass(int fruitless) {
        if (fruitless > FRUITLESS_TIMERS || !timers.runNext()) {
            throw new IllegalStateException("nobody is left who could complete what \""
                    + Thread.currentThread().getName() + "\" waits for");
        }
        for (int latest = sleepers.size() - 1; latest >= 0; latest--) {
            if (sleepers.get(latest).timePassed(executed)) {
                return;
            }
        }
    }

    private static boolean hasPending(Workqueues workqueues) {
        return workqueues.pools().stream().anyMatch(pool -> pool.firstPending() != null);
    }

    private static boolean isDone(QueuedWork queued) {
        return queued.done().getCount() == 0;
    }
}
