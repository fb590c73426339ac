package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Evidence;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.Mode;
import io.lockdep.graph.Ring;
import io.lockdep.graph.Rules;
import io.lockdep.report.Escape;
import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what the graph found into reports, which are text through and through and keep no object of the program. */
final class Reporter {

    static final String VERSION = "JDK " + System.getProperty("java.version") + " lockdep " + Engine.VERSION;

    /** Why it says little that a thread asks for a permit again. */
    static final String PASSED_ON =
            "no thread has given back a permit of its own yet, so another one may be to do that";

    private Reporter() {}

    /** Reports rings, all closed by one acquisition; all but the first are siblings of the first. */
    static void say(Moment moment, Acquired wanted, int site, List<Ring> rings, List<String> facts) {
        String first = null;
        for (Ring ring : rings) {
            ReportKind kind = Kinds.of(ring);
            List<Party> cycle = parties(ring);
            String fingerprint = Fingerprint.of(kind, nodes(cycle));
            Acquired conflicting = holderOf(moment, ring);
            boolean news = Findings.add(new Report(
                    kind,
                    Kinds.title(kind, ring),
                    ring.grade(),
                    ring.reason(),
                    fingerprint,
                    first,
                    entry(wanted, moment.placeOf(site)),
                    conflicting == null ? null : heldEntry(moment, conflicting),
                    cycle,
                    ring.needs(),
                    kind == ReportKind.RECURSIVE ? facts : List.of(),
                    List.of(),
                    scene(moment)));
            if (news && ring.grade().compareTo(Grade.HIGH) < 0) {
                Engine.lookAgain();
            }
            first = first == null ? fingerprint : first;
        }
    }

    /** Reports that a thread waits for a lock that it holds itself. */
    static void selfDeadlock(Moment moment, Acquired held, Acquired wanted, int site) {
        if (Permits.mayBePassedOn(wanted.instance())) {
            itself(moment, ReportKind.SELF_DEADLOCK, Grade.LOW, PASSED_ON, held, wanted, site);
            return;
        }
        itself(
                moment,
                ReportKind.SELF_DEADLOCK,
                wanted.lockClass().rules().nature() == Nature.RESOURCE
                        ? "this thread holds all units and waits for one more"
                        : "this thread waits for a lock that it holds itself",
                held,
                wanted,
                site);
    }

    /** Reports that a worker waits for a task that only it could run. */
    static void starvation(Moment moment, Acquired worker, Acquired task, int site) {
        itself(
                moment,
                ReportKind.STARVATION,
                "this thread is the only worker of the pool in which the task is queued that it waits for",
                worker,
                task,
                site);
    }

    /** Reports that a map is updated inside an update of itself. */
    static void updateInUpdate(Moment moment, Acquired held, Acquired wanted, int site) {
        itself(
                moment,
                ReportKind.RECURSIVE,
                Grade.MEDIUM,
                "a map is updated inside an update of itself, which locks two of its parts: two threads that do so can wait"
                        + " for each other, and one that meets the same part twice fails or hangs",
                held,
                wanted,
                site);
    }

    private static void itself(
            Moment moment, ReportKind kind, String reason, Acquired held, Acquired wanted, int site) {
        itself(moment, kind, Grade.ACTUAL, reason, held, wanted, site);
    }

    private static void itself(
            Moment moment, ReportKind kind, Grade grade, String reason, Acquired held, Acquired wanted, int site) {
        String node = wanted.lockClass().name() + " " + held.mode().symbol() + " "
                + wanted.mode().symbol();
        Party itself = new Party(
                held.lockClass().name(),
                held.lockClass().rules().nature(),
                held.mode().symbol(),
                wanted.lockClass().name(),
                wanted.lockClass().rules().nature(),
                wanted.mode().symbol(),
                usage(wanted.lockClass()),
                false,
                moment.flow.threadName(),
                0,
                frames(held.stack()),
                frames(wanted.stack()));
        boolean reads = held.mode() != Mode.EXCLUSIVE && wanted.mode() != Mode.EXCLUSIVE;
        Findings.add(new Report(
                kind,
                kind.title(),
                reads ? gradeOfReads(wanted.lockClass()) : grade,
                reads ? reasonOfReads(wanted.lockClass()) : reason,
                Fingerprint.of(kind, List.of(node)),
                null,
                entry(wanted, moment.placeOf(site)),
                heldEntry(moment, held),
                List.of(itself),
                reads ? List.of("a waiting writer of " + wanted.lockClass().name()) : List.of(),
                List.of(),
                List.of(),
                scene(moment)));
    }

    // A second read is granted, unless a writer has come between the two.
    private static Grade gradeOfReads(LockClass of) {
        return of.writerSeen() ? Grade.HIGH : Grade.LOW;
    }

    private static String reasonOfReads(LockClass of) {
        return of.writerSeen()
                ? "this thread reads again, and waits for itself if a writer has come between"
                : "only readers so far: no writer of this lock has been seen";
    }

    /** Reports that a thread released a lock that it does not hold. */
    static void badUnlock(Moment moment, Acquired released, int site) {
        HeldEntry entry = entry(released, moment.placeOf(site));
        single(
                moment,
                ReportKind.BAD_UNLOCK,
                Grade.ACTUAL,
                "this thread released a lock that it did not hold",
                entry,
                null,
                List.of());
    }

    /** Reports that a lock that sleeps is taken where nobody may sleep. */
    static void waitContext(Moment moment, Acquired wanted, int site, int context) {
        single(
                moment,
                ReportKind.WAIT_CONTEXT,
                Grade.HIGH,
                "what may be waited for here is limited, and this lock waits for more",
                entry(wanted, moment.placeOf(site)),
                null,
                List.of("context-{" + context + ":" + context + "}"));
    }

    /** Reports that a nesting is excused by a lock that this thread does not hold. */
    static void nestLockNotHeld(Moment moment, Acquired wanted, Acquired outer, int site) {
        single(
                moment,
                ReportKind.NEST_LOCK_NOT_HELD,
                Grade.HIGH,
                "the lock that is said to serialise this nesting is not held",
                entry(wanted, moment.placeOf(site)),
                entry(outer, Moment.NO_PLACE),
                List.of());
    }

    /** Reports that what the program says of a lock is not so. */
    static void assertion(Moment moment, Acquired lock, String what) {
        single(
                moment,
                ReportKind.ASSERTION,
                Grade.HIGH,
                "the program says of a lock what is not so",
                entry(lock, moment.placeOf(0)),
                null,
                List.of(lock.lockClass().name() + ": " + what));
    }

    /** Reports that a lock is given up, or begins anew, while this thread holds it. */
    static void reinit(Moment moment, Acquired held) {
        single(
                moment,
                ReportKind.HELD_LOCK_REINIT,
                Grade.HIGH,
                "the lock is given up while this thread holds it",
                heldEntry(moment, held),
                null,
                List.of());
    }

    /** Reports that a flow of control has ended with a lock still held, the given entry and what is above it. */
    static void heldAtExit(Moment moment, String what, int from) {
        HeldEntry first = heldEntry(moment, moment.flow.held().get(from));
        Findings.add(new Report(
                ReportKind.HELD_AT_EXIT,
                ReportKind.HELD_AT_EXIT.title(),
                Grade.HIGH,
                what + " has ended, and nobody else can release what it holds",
                Fingerprint.of(ReportKind.HELD_AT_EXIT, List.of(first.lockClass())),
                null,
                first,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                scene(moment, from)));
    }

    private static void single(
            Moment moment,
            ReportKind kind,
            Grade grade,
            String reason,
            HeldEntry wanted,
            @Nullable HeldEntry conflicting,
            List<String> facts) {
        List<String> nodes = new ArrayList<>(2);
        nodes.add(wanted.lockClass());
        if (conflicting != null) {
            nodes.add(conflicting.lockClass());
        }
        nodes.addAll(facts);
        Findings.add(new Report(
                kind,
                kind.title(),
                grade,
                reason,
                Fingerprint.of(kind, nodes),
                null,
                wanted,
                conflicting,
                List.of(),
                List.of(),
                facts,
                List.of(),
                scene(moment)));
    }

    private static Scene scene(Moment moment) {
        return scene(moment, 0);
    }

    private static Scene scene(Moment moment, int from) {
        return new Scene(
                moment.flow.threadName(),
                held(moment, from),
                frames(moment.stack()),
                Engine.currentTest(),
                VERSION,
                Limit.sentences());
    }

    private static List<Party> parties(Ring ring) {
        List<Party> parties = new ArrayList<>(ring.parties().size());
        int size = ring.classes().size();
        for (int k = 0; k < size; k++) {
            Evidence party = ring.parties().get(k);
            parties.add(new Party(
                    ring.classes().get((k + size - 1) % size).name(),
                    ring.classes().get((k + size - 1) % size).rules().nature(),
                    party.hold().symbol(),
                    ring.classes().get(k).name(),
                    ring.classes().get(k).rules().nature(),
                    party.want().symbol(),
                    usage(ring.classes().get(k)),
                    party.timed(),
                    party.threadName(),
                    ring.columns().get(k),
                    frames(party.holdStack()),
                    frames(party.waitStack())));
        }
        return parties;
    }

    static List<String> nodes(List<Party> cycle) {
        List<String> nodes = new ArrayList<>(cycle.size());
        for (int k = 0; k < cycle.size(); k++) {
            Party arriving = cycle.get(k);
            Party leaving = cycle.get((k + 1) % cycle.size());
            nodes.add(arriving.wants() + " " + arriving.wantMode() + " " + leaving.holdMode());
        }
        return nodes;
    }

    private static @Nullable Acquired holderOf(Moment moment, Ring ring) {
        Object conflicting = ring.parties().get(0).from();
        for (Acquired held : moment.flow.held()) {
            if (held.instance() == conflicting) {
                return held;
            }
        }
        return null;
    }

    /** {@return what is held, as reports show it} */
    static List<HeldEntry> held(Moment moment) {
        return held(moment, 0);
    }

    private static List<HeldEntry> held(Moment moment, int from) {
        List<HeldEntry> entries = new ArrayList<>(moment.places.size());
        for (Acquired held : moment.flow.held().subList(from, moment.places.size())) {
            if (held.lockClass().rules().tracked()) {
                entries.add(heldEntry(moment, held));
            }
        }
        return entries;
    }

    private static HeldEntry heldEntry(Moment moment, Acquired held) {
        for (int i = 0; i < moment.places.size(); i++) {
            if (moment.flow.held().get(i).instance() == held.instance()) {
                return entry(held, moment.places.get(i));
            }
        }
        // A body that the thread runs is taken nowhere; where it was begun is all there is to say.
        return entry(
                held,
                held.stack().isEmpty()
                        ? Moment.NO_PLACE
                        : Escape.name(held.stack().get(0).toString()));
    }

    private static HeldEntry entry(Acquired lock, String at) {
        return new HeldEntry(
                instance(lock.instance()), lock.lockClass().name(), lock.mode().symbol(), usage(lock.lockClass()), at);
    }

    static String usage(LockClass of) {
        Rules rules = of.rules();
        return "{" + Engine.graph().usage(of) + "}-{" + rules.outerWait() + ":" + rules.innerWait() + "}";
    }

    // Never toString() of the object: that would run code of the program.
    static String instance(Object lock) {
        if (lock instanceof StandIn companion) {
            return companion.shownAs();
        }
        if (lock instanceof ProgramLock own) {
            return Escape.name(own.type().getTypeName()) + "@" + Integer.toHexString(own.hash);
        }
        if (lock instanceof ClassInit init) {
            return Escape.name("class " + init.name);
        }
        String type = lock.getClass().getTypeName();
        if (lock.getClass() == TaskLock.class) {
            type = "task";
        } else if (lock.getClass() == UnitLock.class) {
            type = "pool";
        } else if (type.startsWith("java.util.concurrent.locks.ReentrantReadWriteLock$")) {
            type = "java.util.concurrent.locks.ReentrantReadWriteLock";
        }
        return Escape.name(type) + "@" + Integer.toHexString(System.identityHashCode(lock));
    }

    static List<String> frames(List<StackTraceElement> stack) {
        List<String> frames = new ArrayList<>(stack.size());
        for (StackTraceElement frame : stack) {
            frames.add(Escape.name(frame.toString()));
        }
        return frames;
    }
}
