package io.lockdep.benchmarks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of the table, with the budgets that lockdep has set itself. */
final class Works {

    private static final Map<String, String> SAME = Map.of("sets", "1");
    private static final Map<String, String> ROTATING = Map.of("sets", "256");
    private static final Map<String, String> OLD = Map.of("sets", "256", "generation", "OLD");

    private Works() {}

    static List<Work> all() {
        List<Work> works = new ArrayList<>();
        works.addAll(pairs("ReentrantLock", "ReentrantLockPairs", "GuavaReentrantLockPairs", 2.0, 1.5, 2.8, 2.0));
        works.addAll(pairs("synchronized, plain object", "MonitorPairs", "", 1.5, 1.25, 2.2, 1.7));
        works.addAll(pairs("synchronized, own type", "TypedMonitorPairs", "", 1.5, 1.25, 2.2, 1.7));
        works.addAll(methods());
        works.addAll(pairs("read lock", "ReadLockPairs", "GuavaReadLockPairs", 2.0, 1.5, 2.8, 2.0));
        works.addAll(old());
        works.addAll(threads());
        works.addAll(elided());
        return works;
    }

    private static List<Work> pairs(
            String title, String type, String peer, double budget1, double aim1, double budget2, double aim2) {
        List<Work> works = new ArrayList<>();
        for (int depth = 1; depth <= 3; depth++) {
            for (Map<String, String> sets : List.of(SAME, ROTATING)) {
                String method = ".depth" + depth;
                Work work = new Work(
                        title + ", depth " + depth + (sets == SAME ? ", same" : ", rotating"), type + method, sets);
                if (!peer.isEmpty()) {
                    work = work.beside(peer + method);
                }
                if (depth == 1) {
                    work = work.within(budget1, aim1);
                } else if (depth == 2) {
                    work = work.within(budget2, aim2);
                }
                if (sets == SAME && type.equals("TypedMonitorPairs")) {
                    continue;
                }
                boolean core = sets == ROTATING && depth < 3 && !(depth == 2 && type.equals("ReadLockPairs"));
                works.add(core ? work.asCore() : work);
            }
        }
        return works;
    }

    private static List<Work> methods() {
        return List.of(
                new Work("synchronized method, depth 1, rotating", "SynchronizedMethodPairs.depth1", ROTATING)
                        .within(1.5, 1.25),
                new Work("synchronized method, depth 2, rotating", "SynchronizedMethodPairs.depth2", ROTATING)
                        .within(2.2, 1.7));
    }

    private static List<Work> old() {
        return List.of(
                new Work("ReentrantLock, depth 1, old generation", "ReentrantLockPairs.depth1", OLD).within(2.0, 1.5),
                new Work("ReentrantLock, depth 2, old generation", "ReentrantLockPairs.depth2", OLD)
                        .within(2.8, 2.0)
                        .asCore(),
                new Work("synchronized, depth 1, old generation", "MonitorPairs.depth1", OLD).within(1.5, 1.25),
                new Work("synchronized, depth 2, old generation", "MonitorPairs.depth2", OLD)
                        .within(2.2, 1.7)
                        .asCore());
    }

    private static List<Work> threads() {
        return List.of(
                new Work("ReentrantLock, depth 2, 2 threads, own locks", "ReentrantLockPairs.depth2", ROTATING)
                        .onThreads(2)
                        .within(2.8, 2.0)
                        .asCore(),
                new Work("synchronized, depth 2, 2 threads, own locks", "MonitorPairs.depth2", ROTATING)
                        .onThreads(2)
                        .within(2.2, 1.7),
                new Work("ReentrantLock, contended by 2 threads", "SharedLock.reentrantLock", Map.of())
                        .onThreads(2)
                        .within(1.3, 1.1)
                        .asCore(),
                new Work("synchronized, contended by 2 threads", "SharedLock.monitor", Map.of())
                        .onThreads(2)
                        .within(1.3, 1.1),
                new Work("ReentrantLock, depth 1, virtual thread", "ReentrantLockPairs.depth1", ROTATING)
                        .onVirtualThreads()
                        .within(2.0, 1.5),
                new Work("ReentrantLock, depth 2, virtual thread", "ReentrantLockPairs.depth2", ROTATING)
                        .onVirtualThreads()
                        .within(2.8, 2.0)
                        .asCore(),
                new Work("synchronized, depth 2, virtual thread", "MonitorPairs.depth2", ROTATING)
                        .onVirtualThreads()
                        .within(2.2, 1.7));
    }

    private static List<Work> elided() {
        return List.of(
                new Work("synchronized, plain object that never escapes", "ElidedLock.monitor", Map.of()),
                new Work("synchronized, own type that never escapes", "ElidedLock.typedMonitor", Map.of()),
                new Work("ReentrantLock that never escapes", "ElidedLock.reentrantLock", Map.of()));
    }
}
