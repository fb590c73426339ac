package io.lockdep.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 05, fixed: listeners are called when the lock has been given back. lockdep is silent. */
public final class E05_CacheListenerFixed {

    private final Cache cache = new Cache();
    private final Screen screen = new Screen(cache);

    private E05_CacheListenerFixed() {
        cache.addListener(screen::changed);
    }

    /**
     * Changes an entry, then paints, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E05_CacheListenerFixed shop = new E05_CacheListenerFixed();
        OneAfterTheOther.run("updater", () -> shop.cache.put("tea", "3.50"), "painter", shop.screen::paint);
    }

    private static final class Cache {

        private final Map<String, String> entries = new HashMap<>();
        private final List<Runnable> listeners = new ArrayList<>();

        synchronized void addListener(Runnable listener) {
            listeners.add(listener);
        }

        void put(String key, String value) {
            List<Runnable> toTell;
            synchronized (this) {
                entries.put(key, value);
                toTell = List.copyOf(listeners);
            }
            for (Runnable listener : toTell) {
                listener.run();
            }
        }

        synchronized @Nullable String get(String key) {
            return entries.get(key);
        }
    }

    private static final class Screen {

        private final Cache cache;
        private boolean stale;

        Screen(Cache cache) {
            this.cache = cache;
        }

        synchronized void changed() {
            stale = true;
        }

        synchronized void paint() {
            System.out.println("tea " + cache.get("tea") + (stale ? ", was stale" : ""));
            stale = false;
        }
    }
}
