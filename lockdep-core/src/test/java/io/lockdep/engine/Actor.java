package io.lockdep.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A thread that does what it is told, one act after the other, and stays alive in between. */
public final class Actor {

    private static final int HANGS_AFTER_SECONDS = 60;

    private final LinkedBlockingQueue<Runnable> acts = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean ended;

    public Actor(String name) {
        thread = new Thread(this::live, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has the thread do something, and returns when it is done. */
    public void act(Runnable act) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        acts.add(() -> {
            try {
                act.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(HANGS_AFTER_SECONDS, TimeUnit.SECONDS).join();
    }

    Thread thread() {
        return thread;
    }

    public void end() {
        acts.add(() -> ended = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void live() {
        try {
            while (!ended) {
                acts.take().run();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
