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
        part = act;
        return resume();
    }

    /**
     * Interrupts the turn of the calling actor, with all that it holds, until {@link #resume}.
     */
    public void pause() {
        paused = true;
        baton.passTo(director);
        baton.await();
    }

    /**
     * Whether the actor's turn was interrupted.
     *
     * @return true between {@link #pause} and {@link #resume}
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * Lets a paused actor go on while the caller waits.
     *
     * @return the account of its last turn that came to an end
     */
    public String resume() {
        paused = false;
        director = Thread.currentThread();
        baton.lend(thread);
        if (failure != null) {
            throw new IllegalStateException("\"" + name() + "\" failed: " + failure, failure);
        }
        return account;
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
