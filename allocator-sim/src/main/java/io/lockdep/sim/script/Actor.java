package io.lockdep.sim.script;

import io.lockdep.sim.sched.Task;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task with a part in a script: a thread that lives through the whole script and acts when it is given a turn.
 */
public final class Actor {

    private final Baton baton;
    private final Task task;
    private final Thread thread;
    private Supplier<String> part = () -> "";
    private String account = "";
    private Thread director = Thread.currentThread();
    private boolean dismissed;
    private boolean paused;
    private @Nullable Throwable failure;

    Actor(Baton baton, String name, int cpu) {
        this.baton = baton;
        task = Task.named(name, cpu);
        thread = new Thread(() -> task.run(this::live), name);
        thread.setDaemon(true);
    }

    /**
     * Its name.
     *
     * @return that of its thread and task
     */
    public String name() {
        return thread.getName();
    }

    /**
     * Its task.
     *
     * @return what {@code current} is in its turns
     */
    public Task task() {
        return task;
    }

    /**
     * Lets the actor act while the caller waits.
     *
     * @param act what it does; returns an account of it
     * @return that account
     * @throws IllegalStateException if it threw something, which is the cause, or did not come to an end
     */
    public String turn(Supplier<String> act) {
        if (paused) {
            throw new IllegalStateException("\"" + name() + "\" is in the middle of its part");
        }
        part = act;
        return lendBaton();
    }

    /**
     * Lets the actor go on from where it was stopped.
     *
     * @return its account
     * @throws IllegalStateException as {@link #turn}
     */
    public String resume() {
        if (!paused) {
            throw new IllegalStateException("\"" + name() + "\" was not stopped");
        }
        return lendBaton();
    }

    /**
     * Whether the actor was stopped in the middle of its part.
     *
     * @return true until it is resumed
     */
    public boolean isPaused() {
        return paused;
    }

    private String lendBaton() {
        director = Thread.currentThread();
        baton.lend(thread);
        if (failure != null) {
            throw new IllegalStateException("\"" + name() + "\" failed: " + failure, failure);
        }
        return account;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Interrupts the turn of the calling actor, with all that it holds, until {@link #resume}. */
    public void pause() {
        pause(account);
    }

    /** Ends the turn in the middle of the part; on the actor's own thread. */
    void pause(String soFar) {
        account = soFar;
        paused = true;
        baton.passTo(director);
        baton.await();
        paused = false;
    }

    void start() {
        thread.start();
    }

    /** Ends the thread; its last turn. */
    void dismiss() {
        dismissed = true;
        director = Thread.currentThread();
        baton.lend(thread);
    }

    private void live() {
        baton.await();
        while (!dismissed) {
            try {
                account = part.get();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            baton.passTo(director);
            baton.await();
        }
        baton.passTo(director);
    }
}
