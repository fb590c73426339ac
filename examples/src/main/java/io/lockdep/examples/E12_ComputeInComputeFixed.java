package io.lockdep.examples;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** 12, fixed: what a function needs is looked up before. lockdep is silent. */
public final class E12_ComputeInComputeFixed {

    private final ConcurrentMap<String, Integer> prices = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> costs = new ConcurrentHashMap<>();

    private E12_ComputeInComputeFixed() {}

    int price(String article) {
        int cost = costs.computeIfAbsent(article, any -> 2);
        return prices.compute(article, (a, old) -> cost + 1);
    }

    int cost(String article) {
        int price = prices.computeIfAbsent(article, any -> 3);
        return costs.compute(article, (a, old) -> price - 1);
    }

    /**
     * Computes a price, then a cost, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E12_ComputeInComputeFixed shop = new E12_ComputeInComputeFixed();
        OneAfterTheOther.run(
                "seller", () -> System.out.println("price " + shop.price("tea")),
                "buyer", () -> System.out.println("cost " + shop.cost("tea")));
    }
}
