package io.lockdep.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** 06, fixed: events are published and delivered with no lock held. lockdep is silent. */
public final class E06_EventBusFixed {

    private final Bus bus = new Bus();
    private final ReentrantLock orders = new ReentrantLock();
    private final ReentrantLock stock = new ReentrantLock();

    private E06_EventBusFixed() {
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
            System.out.println("put into stock");
        } finally {
            stock.unlock();
        }
        bus.publish("refilled");
    }

    /**
     * Publishes an event, orders and refills, on three threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E06_EventBusFixed shop = new E06_EventBusFixed();
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
            List<Consumer<String>> toTell;
            lock.lock();
            try {
                toTell = List.copyOf(subscribers);
            } finally {
                lock.unlock();
            }
            toTell.forEach(subscriber -> subscriber.accept(event));
        }
    }
}
