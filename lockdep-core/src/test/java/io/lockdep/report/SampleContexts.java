package io.lockdep.report;

import static io.lockdep.report.Nature.CONTEXT;
import static io.lockdep.report.PartyBuilder.party;
import static io.lockdep.report.ReportBuilder.lock;

import java.util.Map;

/** A report of every kind that is about contexts, by name of its text. */
final class SampleContexts {

    private static final String LOOP = "event-loop";
    private static final String[] TICK = {"Stats.tick:15", "Loop.run:99"};

    private SampleContexts() {}

    static void addTo(Map<String, Report> samples) {
        samples.put("inconsistent-context", heldWhereTheContextCanComeIn());
        samples.put("inconsistent-context-taken-inside", takenInside());
        samples.put("context-inversion", inversion());
        samples.put("context-inversion-from-outside", inversionFromOutside());
        samples.put("context-inversion-by-a-new-order", newOrder());
        samples.put("context-inversion-of-two-contexts", twoContexts());
        samples.put("wait-context", waitContext());
    }

    private static Report heldWhereTheContextCanComeIn() {
        return ReportBuilder.of(ReportKind.INCONSISTENT_CONTEXT, "main/1")
                .wants(lock("Stats.lock", "W", "{?.-.}-{4:4}", "Stats.print:40"))
                .by(
                        party(0, "main/1")
                                .holds("Stats.lock", "Stats.print:40")
                                .wants(CONTEXT, "W", LOOP, "Stats.print:40"),
                        party(1, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants("Stats.lock", TICK))
                .at("Stats.print:40")
                .build();
    }

    private static Report takenInside() {
        return ReportBuilder.of(ReportKind.INCONSISTENT_CONTEXT, "loop/11")
                .wants(lock("Stats.lock", "R", "{....}-{4:4}", TICK[0]))
                .holds(lock("Loop.queue", "Loop.run:97"))
                .by(
                        party(0, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants(Nature.LOCK, "R", "Stats.lock", TICK),
                        party(1, "main/1")
                                .holds("Stats.lock", "Stats.print:40")
                                .wants(CONTEXT, "W", LOOP, "Stats.print:40"))
                .facts("Loop.queue is taken in the context too")
                .at(TICK)
                .build();
    }

    private static Report inversion() {
        return ReportBuilder.of(ReportKind.CONTEXT_INVERSION, "loop/11")
                .wants(lock("Stats.lock", "W", "{-...}-{4:4}", TICK[0]))
                .by(
                        party(0, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants("Stats.lock", TICK),
                        party(1, "flusher/12")
                                .holds("Stats.lock", "Stats.flush:60")
                                .wants("Disk.lock", "Disk.write:7", "Stats.flush:62"),
                        party(2, "main/1")
                                .holds("Disk.lock", "Disk.check:20")
                                .wants(CONTEXT, "W", LOOP, "Disk.check:20"))
                .at(TICK)
                .build();
    }

    private static Report inversionFromOutside() {
        return ReportBuilder.of(ReportKind.CONTEXT_INVERSION, "main/1")
                .title("possible event-loop lock inversion dependency detected")
                .wants(lock("Disk.lock", "Disk.check:20"))
                .by(
                        party(0, "main/1")
                                .holds("Disk.lock", "Disk.check:20")
                                .wants(CONTEXT, "W", LOOP, "Disk.check:20"),
                        party(1, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants("Stats.lock", TICK),
                        party(2, "flusher/12")
                                .holds("Stats.lock", "Stats.flush:60")
                                .wants("Disk.lock", "Disk.write:7", "Stats.flush:62"))
                .at("Disk.check:20")
                .build();
    }

    private static Report newOrder() {
        return ReportBuilder.of(ReportKind.CONTEXT_INVERSION, "spooler/13")
                .title("event-loop-safe -> event-loop-unsafe lock order detected")
                .wants(lock("Disk.lock", "Disk.write:7"))
                .against(lock("Spool.lock", "Spool.flush:5"))
                .by(
                        party(0, "spooler/13")
                                .holds("Spool.lock", "Spool.flush:5")
                                .wants("Disk.lock", "Disk.write:7", "Spool.flush:6"),
                        party(1, "main/1")
                                .holds("Disk.lock", "Disk.check:20")
                                .wants(CONTEXT, "W", LOOP, "Disk.check:20"),
                        party(2, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants("Stats.lock", TICK),
                        party(3, "flusher/12")
                                .holds("Stats.lock", "Stats.flush:60")
                                .wants("Spool.lock", "Spool.put:30", "Stats.flush:61"))
                .facts("event-loop was last switched off by Loop.quiet")
                .at("Disk.write:7", "Spool.flush:6")
                .build();
    }

    private static Report twoContexts() {
        return ReportBuilder.of(ReportKind.CONTEXT_INVERSION, "loop/11")
                .wants(lock("Stats.lock", TICK[0]))
                .by(
                        party(0, "loop/11")
                                .holds(CONTEXT, "W", LOOP, "Loop.run:98")
                                .wants("Stats.lock", TICK),
                        party(1, "main/1")
                                .holds("Stats.lock", "Stats.print:40")
                                .wants(CONTEXT, "W", "eviction", "Stats.print:40"),
                        party(2, "user/9")
                                .holds(CONTEXT, "W", "eviction", "Cache.evict:88")
                                .wants("Disk.lock", "Disk.write:7", "Cache.evict:89"),
                        party(3, "user/9")
                                .holds("Disk.lock", "Disk.write:7", "Cache.evict:89")
                                .wants(CONTEXT, "W", LOOP, "Disk.write:7", "Cache.evict:89"))
                .at(TICK)
                .build();
    }

    private static Report waitContext() {
        return ReportBuilder.of(ReportKind.WAIT_CONTEXT, "loop/11")
                .grade(Grade.HIGH, "what may be waited for here is limited, and this lock waits for more")
                .wants(lock("Db.lock", "Db.query:51"))
                .holds(lock(LOOP, "W", "{....}-{2:2}", "Loop.run:98"))
                .facts("context-{2:2}")
                .at("Db.query:51", "Loop.run:99")
                .build();
    }
}
