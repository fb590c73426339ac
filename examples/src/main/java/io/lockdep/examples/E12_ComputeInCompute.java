package io.lockdep.examples;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * 12: one map is updated while another one computes.
 *
 * <p>{@code compute} of a {@code ConcurrentHashMap} locks a part of the map while the function runs. A price is
 * computed from the cost, which is looked up by {@code computeIfAbsent} in the other map; a cost is computed from the
 * price in the same way. There is no lock to be seen in this program, and yet two threads can each be inside one map
 * and wait for the other. Which keys share a part is a matter of their hashes, so it hangs with some data and not with
 * other.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 12}</pre>
 *
 * <p>The report is in {@code E12_ComputeInCompute.report.txt} beside this file's resources; a test compares it. The fix
 * is {@link E12_ComputeInComputeFixed}: what a function needs is looked up before the map is updated, and the function
 * itself only computes.
 */
public final class E12_ComputeInCompute {

    private final ConcurrentMap<String, Integer> prices = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> costs = new ConcurrentHashMap<>();

    private E12_ComputeInCompute() {}

    int price(String article) {
        return prices.compute(article, (a, old) -> costs.computeIfAbsent(a, any -> 2) + 1);
    }

    int cost(String article) {
        return costs.compute(article, (a, old) -> prices.computeIfAbsent(a, any -> 3) - 1);
    }

    /**
     * Computes a price, then a cost, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E12_ComputeInCompute shop = new E12_ComputeInCompute();
        OneAfterTheOther.run(
                "seller", () -> System.out.println("price " + shop.price("tea")),
                "buyer", () -> System.out.println("cost " + shop.cost("tea")));
    }
}
