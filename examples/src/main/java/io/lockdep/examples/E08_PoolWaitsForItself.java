package io.lockdep.examples;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * 08: workers wait for work that needs a worker.
 *
 * <p>Drawing a page runs on a pool of two workers, and hands the image to the same pool and waits for it. One page at
 * a time goes well, because the other worker draws the image. Two pages at the same moment occupy both workers, the
 * images stay in the queue, and no page is ever drawn. There is no lock in this program, and a thread dump of the hang
 * shows idle-looking workers. Here one page is drawn.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 08}</pre>
 *
 * <p>The report is in {@code E08_PoolWaitsForItself.report.txt} beside this file's resources; a test compares it. The fix
 * is {@link E08_PoolWaitsForItselfFixed}: a worker does not wait; it says what comes next.
 */
public final class E08_PoolWaitsForItself {

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    private E08_PoolWaitsForItself() {}

    private void page() {
        Future<String> image = workers.submit(() -> "image");
        try {
            System.out.println("page with " + image.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Draws one page.
     *
     * @param arguments not used
     * @throws Exception if drawing fails
     */
    public static void main(String[] arguments) throws Exception {
        E08_PoolWaitsForItself site = new E08_PoolWaitsForItself();
        site.workers.submit(site::page).get();
        site.workers.shutdown();
    }
}
