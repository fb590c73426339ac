package io.lockdep.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A thread that does what it is told, one act after the other, and stays alive in between. */
final class Actor {

    private final LinkedBlockingQueue<Runnable> acts = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean ended;

    Actor(String name) {
        thread = new Thread(this::live, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has the thread do something, and returns when it is done. */
    void act(Runnable act) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        acts.add(() -> {
            try {
                act.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    Thread thread() {
        return thread;
    }

    void end() {
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
