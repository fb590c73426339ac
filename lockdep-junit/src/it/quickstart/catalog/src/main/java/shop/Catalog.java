package shop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Prices and stock, each under a lock of its own. The bug: the two methods take them in different orders. */
public class Catalog {

    private final Lock prices = new ReentrantLock();
    private final Lock stock = new ReentrantLock();
    private final Map<String, Integer> priceOf = new HashMap<>();
    private final Map<String, Integer> stockOf = new HashMap<>();

    public void add(String item, int price, int count) {
        prices.lock();
        try {
            priceOf.put(item, price);
            stock.lock();
            try {
                stockOf.put(item, count);
            } finally {
                stock.unlock();
            }
        } finally {
            prices.unlock();
        }
    }

    public int value(String item) {
        stock.lock();
        try {
            prices.lock();
            try {
                return stockOf.getOrDefault(item, 0) * priceOf.getOrDefault(item, 0);
            } finally {
                prices.unlock();
            }
        } finally {
            stock.unlock();
        }
    }
}
