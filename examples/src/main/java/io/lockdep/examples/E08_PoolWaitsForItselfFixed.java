package io.lockdep.examples;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** 08, fixed: the page says what comes after the image, and its worker goes on. lockdep is silent. */
public final class E08_PoolWaitsForItselfFixed {

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    private E08_PoolWaitsForItselfFixed() {}

    private CompletableFuture<Void> page() {
        return CompletableFuture.supplyAsync(() -> "image", workers)
                .thenAcceptAsync(image -> System.out.println("page with " + image), workers);
    }

    /**
     * Draws one page.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        E08_PoolWaitsForItselfFixed site = new E08_PoolWaitsForItselfFixed();
        site.page().join();
        site.workers.shutdown();
    }
}
