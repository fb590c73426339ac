package io.lockdep.examples;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * 09: waiting for a signal with a second lock held.
 *
 * <p>Taking locks the store, then the queue, and waits until there is a parcel. {@code wait} gives back the queue, and
 * only the queue: the store stays locked while the thread sleeps. Putting needs the store. So when the queue is empty,
 * nobody can ever put anything into it. Here the one that waits is woken by closing, which needs the queue only;
 * without it the program would hang at the second parcel.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 09}</pre>
 *
 * <p>The report is in {@code E09_NestedMonitor.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E09_NestedMonitorFixed}: wait first, with nothing but the lock that {@code wait} gives back, and lock the
 * store afterwards.
 */
public final class E09_NestedMonitor {

    private final Object store = new Object();
    private final Object queue = new Object();
    private final Deque<String> parcels = new ArrayDeque<>();
    private boolean awaited;
    private boolean closed;

    private E09_NestedMonitor() {}

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
        synchronized (store) {
            try {
                System.out.println("took " + next());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
        E09_NestedMonitor depot = new E09_NestedMonitor();
        Thread door = new Thread(depot::close, "door");
        door.start();
        OneAfterTheOther.run("clerk", () -> depot.put("a book"), "courier", () -> {
            depot.take();
            depot.take();
        });
        door.join();
    }
}
