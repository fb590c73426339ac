package io.lockdep.report;

import static io.lockdep.report.Nature.LOCK;
import static io.lockdep.report.Nature.MAP;
import static io.lockdep.report.Nature.POOL;
import static io.lockdep.report.Nature.RESOURCE;
import static io.lockdep.report.Nature.SIGNAL;
import static io.lockdep.report.PartyBuilder.party;
import static io.lockdep.report.ReportBuilder.lock;

import java.util.Map;

/** A report of every kind that is a ring of locks or of what threads wait for, by name of its text. */
final class SampleRings {

    private static final String RUN = "Pool.run:17";

    private SampleRings() {}

    static void addTo(Map<String, Report> samples) {
        samples.put("circular", circular());
        samples.put("circular-three-threads", threeThreads());
        samples.put("circular-five-threads", fiveThreads());
        samples.put("circular-two-held", twoHeld());
        samples.put("circular-closing-thread-held-two", closingThreadHeldTwo());
        samples.put("recursive", recursive());
        samples.put("self-deadlock", selfDeadlock());
        samples.put("resource", resource());
        samples.put("resource-twice", resourceTwice());
        samples.put("starvation", starvation());
        samples.put("lost-signal", lostSignal());
    }

    static Report circular() {
        return ReportBuilder.of(ReportKind.CIRCULAR, "evictor/31")
                .wants(lock("Cache.lock", "Cache.evict:88"))
                .against(lock("Index.lock", "Index.rebuild:41"))
                .by(
                        party(0, "evictor/31")
                                .holds("Index.lock", "Index.rebuild:41", RUN)
                                .wants("Cache.lock", "Cache.evict:88", "Index.rebuild:44", RUN),
                        party(1, "reader/30")
                                .holds("Cache.lock", "Cache.get:12", "Service.serve:7", RUN)
                                .wants("Index.lock", "Index.find:23", "Cache.get:15", "Service.serve:7", RUN))
                .at("Cache.evict:88", "Index.rebuild:44", RUN)
                .build();
    }

    private static Report threeThreads() {
        return ReportBuilder.of(ReportKind.CIRCULAR, "billing/33")
                .grade(Grade.MEDIUM, "the cycle closes on lock classes, not yet on the same instances")
                .siblingOf("00000000000000aa")
                .wants(lock("Customer.lock", "R", HeldEntry.PLAIN, "Customer.name:9"))
                .holds(lock("Audit.lock", "Audit.begin:3"))
                .against(lock("Invoice.lock", "W", "{.+.-}-{4:4}", "Invoice.send:40"))
                .by(
                        party(0, "billing/33")
                                .timed()
                                .holds("Invoice.lock", "Invoice.send:40", RUN)
                                .wants(LOCK, "R", "Customer.lock", "Customer.name:9", "Invoice.send:42", RUN),
                        party(1, "crm/31")
                                .holds(LOCK, "R", "Customer.lock", "Customer.visit:20", RUN)
                                .wants("Order.lock", "Order.count:5", "Customer.visit:22", RUN),
                        party(2, "shop/32")
                                .holds("Order.lock", "Order.close:50", RUN)
                                .wants("Invoice.lock", "Invoice.open:30", "Order.close:51", RUN))
                .needs("a waiting writer of Customer.lock")
                .facts("Customer.lock has had 12 instances")
                .at("Customer.name:9", "Invoice.send:42", RUN)
                .during("BillingTest.sendsInvoices()")
                .limits("17 stacks were not kept: the limit is 4096")
                .build();
    }

    private static Report fiveThreads() {
        ReportBuilder report = ReportBuilder.of(ReportKind.CIRCULAR, "hand-0/20")
                .wants(lock("Fork.n0", "Table.eat:5"))
                .against(lock("Fork.n4", "Table.eat:4"))
                .at("Table.eat:5");
        for (int k = 0; k < 5; k++) {
            report.by(party(k, "hand-" + k + "/2" + k)
                    .holds("Fork.n" + (k + 4) % 5, "Table.eat:4")
                    .wants("Fork.n" + k, "Table.eat:5"));
        }
        return report.build();
    }

    // As the kernel saw it in January 2017: who brings a CPU up holds the map and the lock of hotplug.
    private static Report twoHeld() {
        return ReportBuilder.of(ReportKind.CIRCULAR, "bpf/12")
                .wants(lock("cpu_hotplug.dep_map", "RR", HeldEntry.PLAIN, "Hotplug.get:8"))
                .against(lock("pcpu_alloc_mutex", "Percpu.alloc:60"))
                .by(
                        party(0, "bpf/12")
                                .holds("pcpu_alloc_mutex", "Percpu.alloc:60", "Bpf.map:3")
                                .wants(
                                        MAP,
                                        "RR",
                                        "cpu_hotplug.dep_map",
                                        "Hotplug.get:8",
                                        "Pages.drain:70",
                                        "Percpu.alloc:66",
                                        "Bpf.map:3"),
                        party(1, "boot/1")
                                .holds(MAP, "W", "cpu_hotplug.dep_map", "Hotplug.begin:20", "Cpu.up:2")
                                .wants("cpu_hotplug.lock", "Hotplug.begin:21", "Cpu.up:2"),
                        party(1, "boot/1")
                                .holds("cpu_hotplug.lock", "Hotplug.begin:21", "Cpu.up:2")
                                .wants("pcpu_alloc_mutex", "Percpu.alloc:60", "Cpu.up:4"))
                .at("Hotplug.get:8", "Pages.drain:70", "Percpu.alloc:66", "Bpf.map:3")
                .build();
    }

    private static Report closingThreadHeldTwo() {
        return ReportBuilder.of(ReportKind.CIRCULAR, "writer/8")
                .wants(lock("Journal.lock", "Journal.add:31"))
                .holds(lock("Account.lock", "Account.book:10"))
                .against(lock("Rate.lock", "Rate.fix:5"))
                .by(
                        party(0, "writer/8")
                                .holds("Rate.lock", "Rate.fix:5", "Account.book:11")
                                .wants("Journal.lock", "Journal.add:31", "Rate.fix:6", "Account.book:11"),
                        party(1, "auditor/7")
                                .holds("Journal.lock", "Journal.check:70")
                                .wants("Account.lock", "Account.sum:90", "Journal.check:71"),
                        party(0, "writer/8")
                                .holds("Account.lock", "Account.book:10")
                                .wants("Rate.lock", "Rate.fix:4", "Account.book:11"))
                .at("Journal.add:31", "Rate.fix:6", "Account.book:11")
                .build();
    }

    private static Report recursive() {
        return ReportBuilder.of(ReportKind.RECURSIVE, "bank/5")
                .wants(lock("Account", "Account.transfer:21"))
                .against(lock("Account", "Account.transfer:20"))
                .by(
                        party(0, "bank/5")
                                .holds("Account", "Account.transfer:20", RUN)
                                .wants("Account", "Account.transfer:21", RUN),
                        party(1, "bank/4")
                                .holds("Account", "Account.transfer:20", RUN)
                                .wants("Account", "Account.transfer:21", RUN))
                .facts("and the lock comparison function returns 1")
                .at("Account.transfer:21", RUN)
                .build();
    }

    private static Report selfDeadlock() {
        return ReportBuilder.of(ReportKind.SELF_DEADLOCK, "main/1")
                .grade(Grade.ACTUAL, "this thread waits for a lock that it holds itself")
                .wants(lock("Cache.lock", "Cache.refresh:12"))
                .against(lock("Cache.lock", "R", HeldEntry.PLAIN, "Cache.get:8"))
                .by(party(0, "main/1")
                        .holds(LOCK, "R", "Cache.lock", "Cache.get:8", RUN)
                        .wants("Cache.lock", "Cache.refresh:12", "Cache.get:9", RUN))
                .at("Cache.refresh:12", "Cache.get:9", RUN)
                .build();
    }

    private static Report resource() {
        return ReportBuilder.of(ReportKind.RESOURCE, "web/9")
                .wants(lock("Catalog.lock", "Catalog.price:14"))
                .against(lock("db.connections", "Dao.open:6"))
                .by(
                        party(0, "web/9")
                                .holds(RESOURCE, "W", "db.connections", "Dao.open:6", "Shop.order:30")
                                .wants("Catalog.lock", "Catalog.price:14", "Shop.order:31"),
                        party(1, "import/4")
                                .holds("Catalog.lock", "Catalog.load:50")
                                .wants(RESOURCE, "W", "db.connections", "Dao.open:6", "Catalog.load:52"))
                .needs("all other units of db.connections in use by flows that wait in the same way")
                .facts("db.connections has 10 units")
                .at("Catalog.price:14", "Shop.order:31")
                .build();
    }

    private static Report resourceTwice() {
        return ReportBuilder.of(ReportKind.RESOURCE, "web/9")
                .grade(Grade.MEDIUM, "one thread only so far")
                .wants(lock("db.connections", "Dao.open:6"))
                .against(lock("db.connections", "Dao.open:6"))
                .by(party(0, "web/9")
                        .holds(RESOURCE, "W", "db.connections", "Dao.open:6", "Shop.order:30")
                        .wants(RESOURCE, "W", "db.connections", "Dao.open:6", "Shop.bill:77", "Shop.order:35"))
                .facts("db.connections has 10 units, and 10 threads that do this at once need 20")
                .at("Dao.open:6", "Shop.bill:77", "Shop.order:35")
                .build();
    }

    private static Report starvation() {
        return ReportBuilder.of(ReportKind.STARVATION, "pool-1-thread-1/21")
                .wants(lock("Render.page", "Render.all:19"))
                .against(lock("Render.pool", RUN))
                .by(
                        party(0, "pool-1-thread-1/21")
                                .holds(POOL, "W", "Render.pool", RUN)
                                .wants(MAP, "W", "Render.page", "Render.all:19", RUN),
                        party(1, "pool-1-thread-2/22")
                                .holds(MAP, "W", "Render.page", "Render.submit:15", RUN)
                                .wants(POOL, "W", "Render.pool", "Render.submit:15", RUN))
                .needs("all other units of Render.pool in use by flows that wait in the same way")
                .at("Render.all:19", RUN)
                .build();
    }

    private static Report lostSignal() {
        return ReportBuilder.of(ReportKind.LOST_SIGNAL, "consumer/14")
                .wants(lock("Queue.notEmpty", "Queue.take:33"))
                .against(lock("Store.lock", "Store.drain:12"))
                .by(
                        party(0, "consumer/14")
                                .holds("Store.lock", "Store.drain:12")
                                .wants(SIGNAL, "W", "Queue.notEmpty", "Queue.take:33", "Store.drain:13"),
                        party(1, "producer/13")
                                .holds(SIGNAL, "W", "Queue.notEmpty", "Queue.put:25", "Store.fill:8")
                                .wants("Store.lock", "Store.fill:7"))
                .at("Queue.take:33", "Store.drain:13")
                .build();
    }
}
