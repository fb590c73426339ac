package io.lockdep.examples;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** 09, fixed: waits with nothing but the lock that {@code wait} gives back. lockdep is silent. */
public final class E09_NestedMonitorFixed {

    private final Object store = new Object();
    private final Object queue = new Object();
    private final Deque<String> parcels = new ArrayDeque<>();
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

    void close() {
        synchronized (queue) {
            closed = true;
            queue.notifyAll();
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
        depot.put("a book");
        Thread courier = new Thread(
                () -> {
                    depot.take();
                    depot.take();
                },
                "courier");
        courier.start();
        InTurn.untilItWaits(courier);
        depot.close();
        courier.join();
    }
}
