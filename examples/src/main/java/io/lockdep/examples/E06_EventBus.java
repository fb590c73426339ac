package io.lockdep.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * 06: an event is delivered under the lock of the bus.
 *
 * <p>The bus delivers with its lock held, and a subscriber locks the orders. Ordering locks the orders and then the
 * stock. Refilling locks the stock and publishes, which locks the bus. No two of these contradict each other; all
 * three at the same moment wait in a ring. An event bus joins all that publishes to all that subscribes, so such rings
 * are long, and nobody who writes one of the parts can see them.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 06}</pre>
 *
 * <p>The report is in {@code E06_EventBus.report.txt} beside this file's resources; a test compares it. The fix is {@link
 * E06_EventBusFixed}: the bus copies its subscribers under its lock and delivers without it. Then refilling still
 * calls strangers under the lock of the stock, so it publishes when it has given that back.
 */
public final class E06_EventBus {

    private final Bus bus = new Bus();
    private final ReentrantLock orders = new ReentrantLock();
    private final ReentrantLock stock = new ReentrantLock();

    private E06_EventBus() {
        bus.subscribe(this::onEvent);
    }

    private void onEvent(String event) {
        orders.lock();
        try {
            System.out.println("orders know: " + event);
        } finally {
            orders.unlock();
        }
    }

    void order() {
        orders.lock();
        try {
            stock.lock();
            try {
                System.out.println("taken from stock");
            } finally {
                stock.unlock();
            }
        } finally {
            orders.unlock();
        }
    }

    void refill() {
        stock.lock();
        try {
            bus.publish("refilled");
        } finally {
            stock.unlock();
        }
    }

    /**
     * Publishes an event, orders and refills, on three threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E06_EventBus shop = new E06_EventBus();
        InTurn.run("clerk", () -> shop.bus.publish("opened"), shop::order, shop::refill);
    }

    private static final class Bus {

        private final ReentrantLock lock = new ReentrantLock();
        private final List<Consumer<String>> subscribers = new ArrayList<>();

        void subscribe(Consumer<String> subscriber) {
            lock.lock();
            try {
                subscribers.add(subscriber);
            } finally {
                lock.unlock();
            }
        }

        void publish(String event) {
            lock.lock();
            try {
                subscribers.forEach(subscriber -> subscriber.accept(event));
            } finally {
                lock.unlock();
            }
        }
    }
}
