package io.lockdep.report;

import static io.lockdep.report.PartyBuilder.party;
import static io.lockdep.report.ReportBuilder.lock;

import java.util.List;
import java.util.Map;

/** A report of every kind that is about what a thread holds, or about what is happening now, by name of its text. */
final class SampleHolds {

    private static final String RUN = "Pool.run:17";

    private SampleHolds() {}

    static void addTo(Map<String, Report> samples) {
        samples.put("bad-unlock", badUnlock());
        samples.put("held-at-exit", heldAtExit());
        samples.put("held-lock-reinit", heldLockReinit());
        samples.put("nest-lock-not-held", nestLockNotHeld());
        samples.put("assertion", assertion());
        samples.put("stall", stall());
        samples.put("actual-deadlock", actualDeadlock());
        samples.put("actual-deadlock-without-a-ring", deadlockWithoutARing());
    }

    private static Report badUnlock() {
        return ReportBuilder.of(ReportKind.BAD_UNLOCK, "job/6")
                .grade(Grade.ACTUAL, "this thread released a lock that it did not hold")
                .wants(lock("Job.lock", "Job.run:30"))
                .holds(lock("Job.queue", "Job.run:20"))
                .at("Job.run:30", RUN)
                .build();
    }

    private static Report heldAtExit() {
        return ReportBuilder.of(ReportKind.HELD_AT_EXIT, "pool-1-thread-1/21")
                .grade(Grade.ACTUAL, "nobody else can release these locks")
                .wants(lock("Job.lock", "Job.start:12"))
                .holds(lock("Job.lock", "Job.start:12"))
                .holds(lock("Job.table"))
                .facts("the task ended, its thread goes on to the next")
                .at(RUN)
                .build();
    }

    private static Report heldLockReinit() {
        return ReportBuilder.of(ReportKind.HELD_LOCK_REINIT, "main/1")
                .grade(Grade.ACTUAL, "the lock is held")
                .wants(lock("Session.lock", "Session.open:9"))
                .holds(lock("Session.lock", "Session.open:9"))
                .at("Session.close:14")
                .build();
    }

    private static Report nestLockNotHeld() {
        return ReportBuilder.of(ReportKind.NEST_LOCK_NOT_HELD, "main/1")
                .grade(Grade.ACTUAL, "what excuses the nesting does not hold")
                .wants(lock("Node.lock", "Tree.rotate:41"))
                .without(lock("Tree.lock"))
                .holds(lock("Node.lock", "Tree.rotate:40"))
                .at("Tree.rotate:41")
                .build();
    }

    private static Report assertion() {
        return ReportBuilder.of(ReportKind.ASSERTION, "reader/30")
                .grade(Grade.HIGH, "the program says of a lock what is not so")
                .wants(lock("Index.lock"))
                .holds(lock("Cache.lock", "Cache.get:12"))
                .facts("Index.lock: it should be held")
                .at("Index.find:23", "Cache.get:15")
                .build();
    }

    private static Report stall() {
        return ReportBuilder.of(ReportKind.STALL, "web/9")
                .grade(Grade.ACTUAL, "it waits now")
                .wants(lock("Catalog.lock", "Catalog.price:14"))
                .holds(lock("Cart.lock", "Shop.order:28"))
                .facts("it has waited for 30 s", "2 more threads wait for the same")
                .other(
                        "import/4",
                        "running",
                        List.of(lock("Catalog.lock", "Catalog.load:50"), lock("Feed.lock", "Feed.next:3")),
                        "Feed.parse:80",
                        "Catalog.load:53")
                .other("export/5", "ended", List.of())
                .at("Catalog.price:14", "Shop.order:31")
                .build();
    }

    private static Report actualDeadlock() {
        return ReportBuilder.of(ReportKind.ACTUAL_DEADLOCK, "evictor/31")
                .grade(Grade.ACTUAL, "both threads are blocked on each other")
                .wants(lock("Cache.lock", "Cache.evict:88"))
                .against(lock("Index.lock", "Index.rebuild:41"))
                .by(
                        party(0, "evictor/31")
                                .holds("Index.lock", "Index.rebuild:41", RUN)
                                .wants("Cache.lock", "Cache.evict:88", "Index.rebuild:44", RUN),
                        party(1, "reader/30")
                                .holds("Cache.lock", "Cache.get:12", RUN)
                                .wants("Index.lock", "Index.find:23", "Cache.get:15", RUN))
                .facts("they have waited for 5 s")
                .other(
                        "reader/30",
                        "blocked on Index.lock",
                        List.of(lock("Cache.lock", "Cache.get:12")),
                        "Index.find:23",
                        "Cache.get:15",
                        RUN)
                .at("Cache.evict:88", "Index.rebuild:44", RUN)
                .build();
    }

    private static Report deadlockWithoutARing() {
        return ReportBuilder.of(ReportKind.ACTUAL_DEADLOCK, "main/1")
                .grade(Grade.ACTUAL, "all workers wait for tasks that nobody runs")
                .wants(lock("Render.page", "Render.all:19"))
                .other("pool-1-thread-1/21", "waiting for Render.page", List.of(), "Render.all:19", RUN)
                .at("Render.all:19")
                .build();
    }
}
