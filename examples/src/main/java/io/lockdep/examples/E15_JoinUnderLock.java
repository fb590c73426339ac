package io.lockdep.examples;

import java.util.concurrent.CompletableFuture;

/**
 * 15: a future is joined under a lock that its work needs.
 *
 * <p>The article is fetched by another thread, under the lock of the catalogue. The page joins the future with the
 * same lock held. If the fetch has got the lock before the page has, all is well, and on a fast machine it mostly has;
 * otherwise the page waits for the fetch and the fetch for the lock. Here the page waits outside of the lock first, so
 * that the future is always done when it is joined.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 15}</pre>
 *
 * <p>The report is in {@code E15_JoinUnderLock.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E15_JoinUnderLockFixed}: join first, lock then.
 */
public final class E15_JoinUnderLock {

    private final Object catalogue = new Object();
    private Thread fetcher = Thread.currentThread();

    private E15_JoinUnderLock() {}

    private String fetch() {
        synchronized (catalogue) {
            return "fetched";
        }
    }

    private void start(Runnable work) {
        fetcher = new Thread(work, "fetcher");
        fetcher.start();
    }

    void page() {
        CompletableFuture<String> article = CompletableFuture.supplyAsync(this::fetch, this::start);
        InTurn.untilItHasEnded(fetcher); // the lucky day, made certain
        String text;
        synchronized (catalogue) {
            text = article.join();
        }
        System.out.println("page of what was " + text);
    }

    /**
     * Makes a page.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        new E15_JoinUnderLock().page();
    }
}
