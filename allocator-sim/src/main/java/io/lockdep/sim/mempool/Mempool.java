package io.lockdep.sim.mempool;

import io.lockdep.Lockdep;
import io.lockdep.Resource;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Elements with a reserve: who may sleep always gets one, if those who have some give them back; {@code mempool_t} of
 * mm/mempool.c, 4.6 to 4.10.
 *
 * <p>To a lock validator it is a supply. An allocation that may sleep waits for it, whether or not the page allocator
 * had an element this time; who has an element holds it until it is freed or handed off with the I/O it is for.
 *
 * @param <E> what is pooled
 */
public final class Mempool<E> {

    /** How long a waiter sleeps before it looks again. */
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final int minNr;
    private final Function<Gfp, @Nullable E> poolAlloc;
    private final Consumer<E> poolFree;
    private final Nomemalloc nomemalloc;
    private final Schedule schedule;
    private final StepGates gates;
    private final Resource units;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&(&pool->lock)->rlock");
    private final Deque<E> elements = new ArrayDeque<>();

    /** Who sleeps ({@code pool->wait}). Waits are not exclusive: a free wakes everybody. */
    private final Queue<Thread> wait = new ConcurrentLinkedQueue<>();

    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();

    /**
     * Makes a pool and fills its reserve ({@code mempool_create}).
     *
     * @param name the class of the supply is {@code mempool:} and this
     * @param minNr size of the reserve
     * @param poolAlloc makes an element with what may be done for it, or returns null
     * @param poolFree gives back what was made
     * @param nomemalloc when its allocations may use the page allocator's reserves
     * @param schedule how its waiters sleep
     * @param gates where a script can stop a waiter
     */
    public Mempool(
            String name,
            int minNr,
            Function<Gfp, @Nullable E> poolAlloc,
            Consumer<E> poolFree,
            Nomemalloc nomemalloc,
            Schedule schedule,
            StepGates gates) {
        this.name = name;
        this.minNr = minNr;
        this.poolAlloc = poolAlloc;
        this.poolFree = poolFree;
        this.nomemalloc = nomemalloc;
        this.schedule = schedule;
        this.gates = gates;
        units = Resource.of("mempool:" + name, minNr);
        for (int i = 0; i < minNr; i++) {
            E element = poolAlloc.apply(Gfp.KERNEL);
            if (element == null) {
                throw new IllegalStateException("no memory for the reserve of mempool " + name);
            }
            elements.push(element);
        }
    }

    /**
     * Says that at most so many flows wait for an element while they hold others, as where a mutex serialises them.
     *
     * @param flows how many
     * @return this
     */
    public Mempool<E> waitedForByAtMost(int flows) {
        units.usedByAtMost(flows);
        return this;
    }

    /**
     * Its name.
     *
     * @return without {@code mempool:}
     */
    public String name() {
        return name;
    }

    /**
     * Takes an element.
     *
     * @param gfp what may be done for it; with {@link Gfp#DIRECT_RECLAIM} it never fails
     * @return the element, held by the caller; null if there is none and the caller may not sleep
     */
    public @Nullable E mempoolAlloc(Gfp gfp) {
        boolean maySleep = gfp.has(Gfp.DIRECT_RECLAIM);
        Gfp full = nomemalloc.mask(gfp.or(Gfp.NORETRY).or(Gfp.NOWARN));
        Gfp temp = full.without(Gfp.DIRECT_RECLAIM).without(Gfp.IO);
        if (maySleep) {
            units.acquire();
        }
        E element = tryAlloc(temp);
        if (element == null && maySleep) {
            // It reclaims and sleeps without an element in hand.
            units.handOff();
            element = tryAlloc(full);
            while (element == null) {
                element = takeReserveOrSleep();
                if (element == null) {
                    element = tryAlloc(full);
                }
            }
            units.acquire();
        }
        if (element != null) {
            outstanding.incrementAndGet();
            if (!maySleep) {
                units.acquireTried();
            }
        }
        return element;
    }

    /**
     * Gives an element back that the calling task holds: to the reserve if that is not full.
     *
     * @param element one of this pool
     */
    public void mempoolFree(E element) {
        units.release();
        outstanding.decrementAndGet();
        boolean kept;
        lock.lock();
        try {
            kept = elements.size() < minNr;
            if (kept) {
                elements.push(element);
            }
        } finally {
            lock.unlock();
        }
        if (kept) {
            wait.forEach(LockSupport::unpark);
        } else {
            poolFree.accept(element);
        }
    }

    /** The calling task passes an element on, to whoever completes the I/O that it is part of. */
    public void handOff() {
        units.handOff();
    }

    /** The calling task has got an element with the I/O that it completes. */
    public void adopt() {
        units.adopt();
    }

    /** Gives the reserve back ({@code mempool_destroy}). */
    public void mempoolDestroy() {
        E element = takeReserve();
        while (element != null) {
            poolFree.accept(element);
            element = takeReserve();
        }
    }

    /**
     * Its reserve.
     *
     * @return elements that should be kept
     */
    public int minNr() {
        return minNr;
    }

    /**
     * What is left of the reserve.
     *
     * @return elements kept now
     */
    public int currNr() {
        lock.lock();
        try {
            return elements.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Elements in use.
     *
     * @return allocated and not freed
     */
    public int outstanding() {
        return outstanding.get();
    }

    /**
     * Who waits now.
     *
     * @return number of tasks
     */
    public int waiters() {
        return wait.size();
    }

    /**
     * How often somebody slept for an element.
     *
     * @return rounds of 5 seconds or less
     */
    public int waitRounds() {
        return rounds.get();
    }

    /** The page allocator first, the reserve when that has nothing. */
    private @Nullable E tryAlloc(Gfp gfp) {
        E element = poolAlloc.apply(nomemalloc.rightNow(gfp, currNr() == 0, Task.current()));
        return element != null ? element : takeReserve();
    }

    private @Nullable E takeReserve() {
        lock.lock();
        try {
            return elements.poll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable E takeReserveOrSleep() {
        gates.pass(StepGate.MEMPOOL_EMPTY);
        Thread self = Thread.currentThread();
        lock.lock();
        try {
            E element = elements.poll();
            if (element != null) {
                return element;
            }
            // Under the lock, so that a free that comes now finds somebody to wake.
            wait.add(self);
        } finally {
            lock.unlock();
        }
        rounds.incrementAndGet();
        try {
            schedule.ioScheduleTimeout(WAIT_NS);
        } finally {
            wait.remove(self);
        }
        return null;
    }
}
