package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Evidence;
import io.lockdep.graph.Ring;
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

    private static final String VERSION = "JDK " + System.getProperty("java.version") + " lockdep " + Engine.VERSION;

    private Reporter() {}

    /** Reports rings, all closed by one acquisition; all but the first are siblings of the first. */
    static void say(Moment moment, Acquired wanted, int site, ReportKind kind, List<Ring> rings) {
        String first = null;
        for (Ring ring : rings) {
            List<Party> cycle = parties(ring);
            String fingerprint = Fingerprint.of(kind, nodes(cycle));
            Acquired conflicting = holderOf(moment, ring);
            Findings.add(new Report(
                    kind,
                    kind.title(),
                    ring.grade(),
                    ring.reason(),
                    fingerprint,
                    first,
                    entry(wanted, moment.placeOf(site)),
                    conflicting == null ? null : heldEntry(moment, conflicting),
                    cycle,
                    ring.needs(),
                    List.of(),
                    List.of(),
                    scene(moment)));
            if (first == null) {
                first = fingerprint;
            }
        }
    }

    static void selfDeadlock(Moment moment, Acquired held, Acquired wanted, int site) {
        String node = wanted.lockClass().name() + " " + held.mode().symbol() + " "
                + wanted.mode().symbol();
        Party itself = new Party(
                held.lockClass().name(),
                Nature.LOCK,
                held.mode().symbol(),
                wanted.lockClass().name(),
                Nature.LOCK,
                wanted.mode().symbol(),
                false,
                moment.flow.threadName(),
                0,
                frames(held.stack()),
                frames(wanted.stack()));
        Findings.add(new Report(
                ReportKind.SELF_DEADLOCK,
                ReportKind.SELF_DEADLOCK.title(),
                Grade.ACTUAL,
                "this thread waits for a lock that it holds itself",
                Fingerprint.of(ReportKind.SELF_DEADLOCK, List.of(node)),
                null,
                entry(wanted, moment.placeOf(site)),
                heldEntry(moment, held),
                List.of(itself),
                List.of(),
                List.of(),
                List.of(),
                scene(moment)));
    }

    static void badUnlock(Moment moment, Acquired wanted, int site) {
        Findings.add(new Report(
                ReportKind.BAD_UNLOCK,
                ReportKind.BAD_UNLOCK.title(),
                Grade.ACTUAL,
                "this thread released a lock that it did not hold",
                Fingerprint.of(ReportKind.BAD_UNLOCK, List.of(wanted.lockClass().name())),
                null,
                entry(wanted, moment.placeOf(site)),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                scene(moment)));
    }

    private static Scene scene(Moment moment) {
        return new Scene(
                moment.flow.threadName(),
                held(moment),
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
                    Nature.LOCK,
                    party.hold().symbol(),
                    ring.classes().get(k).name(),
                    Nature.LOCK,
                    party.want().symbol(),
                    party.timed(),
                    party.threadName(),
                    k,
                    frames(party.holdStack()),
                    frames(party.waitStack())));
        }
        return parties;
    }

    private static List<String> nodes(List<Party> cycle) {
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

    private static List<HeldEntry> held(Moment moment) {
        List<HeldEntry> entries = new ArrayList<>(moment.flow.held().size());
        for (Acquired held : moment.flow.held()) {
            entries.add(heldEntry(moment, held));
        }
        return entries;
    }

    private static HeldEntry heldEntry(Moment moment, Acquired held) {
        for (int i = 0; i < moment.places.size(); i++) {
            if (moment.flow.held().get(i).instance() == held.instance()) {
                return entry(held, moment.places.get(i));
            }
        }
        return entry(held, Moment.NO_PLACE);
    }

    private static HeldEntry entry(Acquired lock, String at) {
        return new HeldEntry(
                instance(lock.instance()), lock.lockClass().name(), lock.mode().symbol(), HeldEntry.PLAIN, at);
    }

    // Never toString() of the object: that would run code of the program.
    private static String instance(Object lock) {
        String type = lock.getClass().getTypeName();
        if (type.startsWith("java.util.concurrent.locks.ReentrantReadWriteLock$")) {
            type = "java.util.concurrent.locks.ReentrantReadWriteLock";
        }
        return Escape.name(type) + "@" + Integer.toHexString(System.identityHashCode(lock));
    }

    private static List<String> frames(List<StackTraceElement> stack) {
        List<String> frames = new ArrayList<>(stack.size());
        for (StackTraceElement frame : stack) {
            frames.add(Escape.name(frame.toString()));
        }
        return frames;
    }
}
