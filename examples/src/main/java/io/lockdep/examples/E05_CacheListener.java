package io.lockdep.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 05: a listener is called under the lock of what it listens to.
 *
 * <p>The cache tells its listeners while it is locked, and the listener of the screen locks the screen. Painting locks
 * the screen and then reads the cache. Neither class has two locks, and none of the two shows the other's lock in its
 * code: the mistake is in neither file, it is in the call from one to the other. If somebody changes an entry while
 * somebody paints, each holds what the other waits for.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 05}</pre>
 *
 * <p>The report is in {@code E05_CacheListener.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E05_CacheListenerFixed}: the cache copies its listeners under its lock, and calls them when it has given the
 * lock back.
 */
public final class E05_CacheListener {

    private final Cache cache = new Cache();
    private final Screen screen = new Screen(cache);

    private E05_CacheListener() {
        cache.addListener(screen::changed);
    }

    /**
     * Changes an entry, then paints, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E05_CacheListener shop = new E05_CacheListener();
        OneAfterTheOther.run("updater", () -> shop.cache.put("tea", "3.50"), "painter", shop.screen::paint);
    }

    private static final class Cache {

        private final Map<String, String> entries = new HashMap<>();
        private final List<Runnable> listeners = new ArrayList<>();

        synchronized void addListener(Runnable listener) {
            listeners.add(listener);
        }

        synchronized void put(String key, String value) {
            entries.put(key, value);
            for (Runnable listener : listeners) {
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
