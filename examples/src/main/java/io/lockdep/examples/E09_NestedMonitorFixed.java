package io.lockdep.examples;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** 09, fixed: waits with nothing but the lock that {@code wait} gives back. lockdep is silent. */
public final class E09_NestedMonitorFixed {

    private final Object store = new Object();
    private final Object queue = new Object();
    private final Deque<String> parcels = new ArrayDeque<>();
    private boolean awaited;
    private boolean closed;

    private E09_NestedMonitorFixed() {}

    void put(String parcel) {
        synchronized (store) {
            synchronized (queue) {
                parcels.add(parcel);
                queue.notifyAll();
            }
        }
    }

    /** Closes when somebody waits for a parcel. */
    void close() {
        boolean done = false;
        while (!done) {
            Thread.onSpinWait();
            synchronized (queue) {
                if (awaited) {
                    closed = true;
                    queue.notifyAll();
                    done = true;
                }
            }
        }
    }

    void take() {
        try {
            String parcel = next();
            synchronized (store) {
                System.out.println("took " + parcel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String next() throws InterruptedException {
        synchronized (queue) {
            while (parcels.isEmpty() && !closed) {
                awaited = true;
                queue.wait();
            }
            return parcels.poll();
        }
    }

    /**
     * Puts a parcel and takes it, then waits for one more until the store is closed.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E09_NestedMonitorFixed depot = new E09_NestedMonitorFixed();
        Thread door = new Thread(depot::close, "door");
        door.start();
        OneAfterTheOther.run("clerk", () -> depot.put("a book"), "courier", () -> {
            depot.take();
            depot.take();
        });
        door.join();
    }
}
