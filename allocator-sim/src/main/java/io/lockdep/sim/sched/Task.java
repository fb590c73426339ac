package io.lockdep.sim.sched;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated kernel knows about a thread; stands for {@code struct task_struct} and {@code current}.
 *
 * <p>Departure: a task runs on the CPU it says, there is no scheduler that moves it. It moves when it asks to
 * ({@link #setCpu}) or when it next pins itself and finds its CPU offline ({@link Cpus#localIrqSave}).
 *
 * <p>A task belongs to one thread; only that thread touches it, except to kill it or to send it a signal.
 */
public final class Task {

    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();

    private final String name;
    private final boolean worker;
    private int cpu;
    private boolean memalloc;
    private volatile boolean signalPending;
    private boolean unbound;
    private boolean inInterrupt;

    /** Set by the out-of-memory killer on its own thread. */
    private volatile boolean memdie;

    private Task(String name, int cpu, boolean worker) {
        this.name = name;
        this.cpu = cpu;
        this.worker = worker;
    }

    /**
     * Makes an ordinary task.
     *
     * @param name its {@code comm}
     * @param cpu the CPU it runs on first
     * @return the task, not yet bound to a thread
     */
    public static Task named(String name, int cpu) {
        return new Task(name, cpu, false);
    }

    /**
     * Makes the task of a kworker, which carries {@code PF_WQ_WORKER}.
     *
     * @param name its {@code comm}
     * @param cpu the CPU of its pool
     * @return the task, not yet bound to a thread
     */
    public static Task worker(String name, int cpu) {
        return new Task(name, cpu, true);
    }

    /**
     * The task of the calling thread.
     *
     * @return the kernel's {@code current}
     * @throws IllegalStateException if the thread was not bound by {@link #run}
     */
    public static Task current() {
        Task task = CURRENT.get();
        if (task == null) {
            throw new IllegalStateException("thread \"" + Thread.currentThread().getName()
                    + "\" is no task of the simulated kernel; enter it through Task.run");
        }
        return task;
    }

    /**
     * Binds the calling thread to this task while the body runs. Nests: the previous binding comes back.
     *
     * @param body what to run as this task
     */
    public void run(Runnable body) {
        call(() -> {
            body.run();
            return this;
        });
    }

    /**
     * Binds the calling thread to this task while the body computes something. Nests like {@link #run}.
     *
     * @param <T> what is computed
     * @param body what to run as this task
     * @return what the body returned
     */
    public <T> T call(Supplier<T> body) {
        Task outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /**
     * Its {@code comm}.
     *
     * @return the name given at creation
     */
    public String name() {
        return name;
    }

    /**
     * Whether the task carries {@code PF_WQ_WORKER}.
     *
     * @return true for kworkers
     */
    public boolean isWorker() {
        return worker;
    }

    /**
     * The CPU the task runs on ({@code raw_smp_processor_id}); stable only while pinned.
     *
     * @return a CPU number
     */
    public int cpu() {
        return cpu;
    }

    /**
     * Moves the task, as {@code sched_setaffinity} would. Must not be called while pinned.
     *
     * @param cpu the CPU to run on from now
     */
    public void setCpu(int cpu) {
        this.cpu = cpu;
    }

    /**
     * Whether somebody wants the task to end what it is doing ({@code signal_pending}).
     *
     * @return true until the signal is handled
     */
    public boolean isSignalPending() {
        return signalPending;
    }

    /**
     * Sends the task a signal, or handles it.
     *
     * @param pending the new value; set by any thread, cleared by the task's own
     */
    public void setSignalPending(boolean pending) {
        signalPending = pending;
    }

    /**
     * Whether the task carries {@code PF_MEMALLOC}: it frees memory just now and must not wait for memory.
     *
     * @return true inside direct reclaim
     */
    public boolean isMemalloc() {
        return memalloc;
    }

    /**
     * Whether the calling thread is a task that carries {@code PF_MEMALLOC}.
     *
     * @return false for other tasks and for threads that are none
     */
    public static boolean isCurrentMemalloc() {
        Task task = CURRENT.get();
        return task != null && task.memalloc;
    }

    /**
     * Sets or clears {@code PF_MEMALLOC}.
     *
     * @param memalloc the new value
     */
    public void setMemalloc(boolean memalloc) {
        this.memalloc = memalloc;
    }

    /**
     * Whether the task carries {@code TIF_MEMDIE}: the out-of-memory killer chose it, and it gets reserves to exit soon.
     *
     * @return true for victims
     */
    public boolean isMemdie() {
        return memdie;
    }

    /** Sets {@code TIF_MEMDIE} ({@code mark_oom_victim}); may be called by any thread. */
    public void markOomVictim() {
        memdie = true;
    }

    /** Clears {@code TIF_MEMDIE} ({@code exit_oom_victim}): the memory is free, the next process of the thread begins. */
    public void exitOomVictim() {
        memdie = false;
    }

    /**
     * Whether the scheduler may run the task on any CPU.
     *
     * @return true for kworkers whose CPU is going or gone
     */
    public boolean isUnbound() {
        return unbound;
    }

    /**
     * Binds the task to its CPU or lets it loose.
     *
     * @param unbound the new value
     */
    public void setUnbound(boolean unbound) {
        this.unbound = unbound;
    }

    /**
     * Whether an interrupt handler runs on top of the task ({@code in_interrupt}).
     *
     * @return true inside {@link #interrupt}
     */
    public boolean isInInterrupt() {
        return inInterrupt;
    }

    /**
     * Runs an interrupt handler on top of the calling task. Departure: interrupts come when the task asks for one.
     *
     * @param handler what to do; must not sleep
     */
    public void interrupt(Runnable handler) {
        boolean outer = inInterrupt;
        inInterrupt = true;
        try {
            handler.run();
        } finally {
            inInterrupt = outer;
        }
    }
}
