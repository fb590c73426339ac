package io.lockdep.examples;

import java.util.concurrent.CompletableFuture;

/** 15, fixed: the future is joined before the lock is taken. lockdep is silent. */
public final class E15_JoinUnderLockFixed {

    private final Object catalogue = new Object();

    private E15_JoinUnderLockFixed() {}

    private String fetch() {
        synchronized (catalogue) {
            return "fetched";
        }
    }

    private static void start(Runnable work) {
        new Thread(work, "fetcher").start();
    }

    void page() {
        CompletableFuture<String> article = CompletableFuture.supplyAsync(this::fetch, E15_JoinUnderLockFixed::start);
        String text = article.join();
        synchronized (catalogue) {
            text = text + " and kept";
        }
        System.out.println("page of what was " + text);
    }

    /**
     * Makes a page.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        new E15_JoinUnderLockFixed().page();
    }
}
