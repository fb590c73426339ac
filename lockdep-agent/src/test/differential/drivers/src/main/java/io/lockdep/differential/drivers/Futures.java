package io.lockdep.differential.drivers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The executors, futures, fork-join tasks, parallel streams and concurrent collections of the JDK, for their results. */
public final class Futures {

    private Futures() {}

    /** Prints what was computed. */
    public static void main(String[] args) throws Exception {
        stages();
        forkJoin();
        streams();
        maps();
        pipeline(Executors.newFixedThreadPool(6));
        pipeline(Executors.newCachedThreadPool());
        pipeline(virtual());
        executors();
        uncaught();
    }

    private static void stages() {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long number = i;
            futures.add(CompletableFuture.supplyAsync(() -> number)
                    .thenApplyAsync(n -> n * n)
                    .thenCompose(n -> CompletableFuture.supplyAsync(() -> n + 1))
                    .thenCombine(CompletableFuture.supplyAsync(() -> number % 7), Long::sum)
                    .thenApply(n -> {
                        if (number % 100 == 99) {
                            throw new IllegalArgumentException("number " + number);
                        }
                        return n;
                    })
                    .exceptionally(e -> e instanceof CompletionException ? -1L : -2L));
        }
        CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0])).join();
        System.out.println(futures.stream().mapToLong(CompletableFuture::join).sum());
        try {
            CompletableFuture.supplyAsync(() -> Integer.parseInt("none"))
                    .thenApply(n -> n + 1)
                    .join();
        } catch (CompletionException e) {
            System.out.println(e);
        }
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        CompletableFuture<String> dependent = cancelled.thenApply(text -> text + "!");
        System.out.println(cancelled.cancel(true) + " " + dependent.isCompletedExceptionally());
        try {
            cancelled.join();
        } catch (CancellationException e) {
            System.out.println(e);
        }
    }

    private static void forkJoin() {
        System.out.println(new Fibonacci(22).invoke());
        ForkJoinPool pool = new ForkJoinPool(3);
        System.out.println(pool.invoke(new Fibonacci(20)));
        pool.shutdown();
        System.out.println(pool.isShutdown());
    }

    private static final class Fibonacci extends RecursiveTask<Integer> {

        private static final long serialVersionUID = 1;
        private final int n;

        Fibonacci(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            Fibonacci left = new Fibonacci(n - 1);
            left.fork();
            return new Fibonacci(n - 2).compute() + left.join();
        }
    }

    private static void streams() {
        Map<Integer, Long> lengths = IntStream.range(0, 200_000)
                .parallel()
                .filter(n -> n % 3 == 0)
                .mapToObj(n -> "n" + n)
                .collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.counting()));
        System.out.println(lengths);
        List<Integer> shared = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, 20_000).parallel().forEach(shared::add);
        System.out.println(shared.stream().mapToInt(n -> n).sum() + " " + shared.size());
        System.out.println(IntStream.range(0, 1_000)
                .parallel()
                .boxed()
                .sorted(Collections.reverseOrder())
                .limit(5)
                .toList());
        try {
            IntStream.range(0, 10_000).parallel().forEach(n -> {
                if (n == 7_777) {
                    throw new IllegalStateException("at " + n);
                }
            });
        } catch (IllegalStateException e) {
            System.out.println(e.getClass());
        }
    }

    private static void maps() throws Exception {
        ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
        Map<Integer, Integer> wrapped = Collections.synchronizedMap(new HashMap<>());
        Parallel.run(4, thread -> {
            for (int i = 0; i < 5_000; i++) {
                map.merge(i % 100, 1, Integer::sum);
                map.computeIfAbsent(-1 - i % 50, key -> key * 2);
                map.compute(1_000 + thread, (key, value) -> value == null ? 1 : value + 1);
                wrapped.merge(i % 10, thread, Integer::sum);
            }
            return thread;
        });
        System.out.println(new TreeMap<>(map));
        System.out.println(new TreeMap<>(wrapped));
        try {
            map.computeIfAbsent(-500, key -> map.computeIfAbsent(-500, same -> 1));
        } catch (IllegalStateException e) {
            System.out.println(e);
        }
    }

    /** Three stages with bounded queues between them, and a barrier at the start. */
    private static void pipeline(ExecutorService executor) throws Exception {
        BlockingQueue<Integer> raw = new LinkedBlockingQueue<>(8);
        BlockingQueue<Integer> squared = new LinkedBlockingQueue<>(8);
        CyclicBarrier start = new CyclicBarrier(3);
        Future<?> producer = executor.submit(() -> {
            start.await();
            for (int i = 1; i <= 3_000; i++) {
                raw.put(i);
            }
            raw.put(-1);
            return null;
        });
        Future<?> squarer = executor.submit(() -> {
            start.await();
            for (int n = raw.take(); n > 0; n = raw.take()) {
                squared.put(n * n % 1_000);
            }
            squared.put(-1);
            return null;
        });
        Future<Long> summer = executor.submit(() -> {
            start.await();
            long sum = 0;
            for (int n = squared.take(); n >= 0; n = squared.take()) {
                sum += n;
            }
            return sum;
        });
        System.out.println(summer.get() + " " + producer.get() + " " + squarer.get());
        executor.shutdown();
        System.out.println(executor.awaitTermination(1, TimeUnit.MINUTES));
        try {
            executor.submit(() -> 1);
        } catch (RejectedExecutionException e) {
            System.out.println(e.getClass());
        }
    }

    /** Returns an executor of virtual threads, or of others before Java 21. */
    private static ExecutorService virtual() throws Exception {
        if (Runtime.version().feature() < 21) {
            return Executors.newCachedThreadPool();
        }
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void executors() throws Exception {
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
        System.out.println(
                scheduled.schedule(() -> "later", 1, TimeUnit.MILLISECONDS).get());
        Future<?> failing = scheduled.submit(() -> {
            throw new IllegalStateException("in a task");
        });
        try {
            failing.get();
        } catch (ExecutionException e) {
            System.out.println(e);
        }
        Future<?> never = scheduled.schedule(() -> "never", 1, TimeUnit.HOURS);
        System.out.println(never.cancel(false) + " " + never.isCancelled() + " " + never.isDone());
        try {
            never.get();
        } catch (CancellationException e) {
            System.out.println(e);
        }
        String any = scheduled.invokeAny(List.of(() -> "any", () -> "any"));
        System.out.println(any);
        scheduled.shutdownNow();
    }

    private static void uncaught() throws Exception {
        Thread thread = new Thread(() -> {
            synchronized (Futures.class) {
                throw new IllegalStateException("uncaught, " + Thread.holdsLock(Futures.class));
            }
        });
        thread.setUncaughtExceptionHandler((which, e) -> System.out.println(e + " " + e.getStackTrace().length));
        thread.start();
        thread.join();
        throw new IllegalStateException("ends main, with exit code 1");
    }
}
