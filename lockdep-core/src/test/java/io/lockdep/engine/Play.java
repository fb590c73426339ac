package io.lockdep.engine;

import io.lockdep.Lockdep;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A small program made of lock events: threads that act one after the other, each to the end of its script, so that no
 * order of locks can hang the test.
 *
 * <p>A script is a row of steps: {@code L(A)} exclusive, {@code W(A)} exclusive on a lock that has readers, {@code R(A)}
 * shared, {@code RR(A)} recursive shared, with {@code T} in front tried, with {@code M} in front timed, with {@code O} in
 * front on a lock that can be taken only once; {@code U(A)} and {@code UR(A)} release what is held exclusively or shared.
 * {@code A} and {@code A1}, {@code A2} are instances of class {@code A}. What is still held at the end of a script is
 * released. Threads live until the play is closed.
 */
final class Play implements AutoCloseable {

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final AtomicLong PLAYS = new AtomicLong();

    // A class remembers for ever that a writer was seen: every play has classes of its own.
    private final String prefix = "play" + PLAYS.incrementAndGet() + ".";
    private final Map<String, Object> locks = new HashMap<>();
    private final Map<String, Actor> actors = new LinkedHashMap<>();

    Play() {
        this(EngineOptions.DEFAULT);
    }

    Play(EngineOptions options) {
        Engine.configure(options, Suppressions.NONE);
        Engine.forget();
    }

    static Play strict() {
        return new Play(new EngineOptions(true, true, 1000, 32));
    }

    /** The thread of that name plays a script. Returns when it is done. */
    Play by(String thread, String script) {
        on(thread, () -> play(script));
        return this;
    }

    void on(String thread, Runnable act) {
        Actor actor = actors.computeIfAbsent(thread, Actor::new);
        actor.act(act);
    }

    /** The first thread starts the second one, which has not acted yet. */
    Play startedBy(String parent, String child) {
        Actor started = new Actor(child);
        actors.put(child, started);
        on(parent, () -> WaitEvents.starts(started.thread()));
        return this;
    }

    /** The first thread waits for the end of the second one. */
    Play joinedBy(String waiter, String child) {
        Actor ended = actors.remove(child);
        ended.end();
        on(waiter, () -> WaitEvents.joined(ended.thread()));
        return this;
    }

    /** The thread of that name ends. */
    Play end(String thread) {
        actors.remove(thread).end();
        return this;
    }

    /** Plays a script on the current thread. */
    void play(String script) {
        List<Step> held = new ArrayList<>();
        for (String text : SPACES.splitAsStream(script.trim()).toList()) {
            Step step = new Step(
                    text.substring(0, text.indexOf('(')), text.substring(text.indexOf('(') + 1, text.length() - 1));
            if (step.verb.startsWith("U")) {
                release(step);
                drop(held, step);
            } else {
                acquire(step);
                held.add(step);
            }
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            release(new Step(held.get(i).verb.contains("R") ? "UR" : "U", held.get(i).lock));
        }
    }

    private static void drop(List<Step> held, Step release) {
        boolean shared = release.verb.equals("UR");
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).lock.equals(release.lock) && held.get(i).verb.contains("R") == shared) {
                held.remove(i);
                return;
            }
        }
    }

    private void acquire(Step step) {
        Object lock = lock(step.lock);
        String how = step.verb.replaceFirst("^[TMO]", "");
        int flags = switch (how) {
            case "R" -> Acquisition.SHARED;
            case "RR" -> Acquisition.RECURSIVE_SHARED;
            case "L", "W" -> Acquisition.EXCLUSIVE;
            default -> throw new IllegalArgumentException(step.verb);
        };
        if (step.verb.startsWith("T")) {
            LockEvents.tried(true, lock, flags);
            return;
        }
        flags |= step.verb.startsWith("M") ? Acquisition.TIMED : 0;
        flags |= step.verb.startsWith("O") ? Acquisition.ONCE : 0;
        if (how.equals("W")) {
            LockEvents.acquireWriter(lock, flags);
        } else {
            LockEvents.acquire(lock, flags);
        }
    }

    private void release(Step step) {
        Object lock = lock(step.lock);
        if (!LockEvents.release(lock, step.verb.equals("UR") ? Acquisition.SHARED : Acquisition.EXCLUSIVE)) {
            LockEvents.refused(lock);
        }
    }

    /** {@return the lock of that name} */
    synchronized Object lock(String name) {
        return locks.computeIfAbsent(name, n -> Lockdep.name(new Object(), prefix + n.replaceFirst("\\d+$", "")));
    }

    /** {@return everything that was reported so far, in order, as kind and classes of the ring} */
    List<String> said() {
        List<String> said = new ArrayList<>();
        for (Report report : Engine.reports()) {
            said.add(report.kind().id() + " " + String.join(" ", ring(report)));
        }
        return said;
    }

    /** {@return everything that was reported so far, in order, as grade and kind} */
    List<String> grades() {
        List<String> said = new ArrayList<>();
        for (Report report : Engine.reports()) {
            said.add(report.grade().id() + " " + report.kind().id());
        }
        return said;
    }

    /** {@return the classes of a ring, from the first in alphabetical order onwards, in the order in which they are taken} */
    List<String> ring(Report report) {
        List<String> classes = new ArrayList<>();
        for (Party party : report.cycle()) {
            classes.add(party.wants().replace(prefix, ""));
        }
        if (classes.isEmpty()) {
            return List.of(report.wanted().lockClass().replace(prefix, ""));
        }
        return rotated(classes);
    }

    /** {@return a ring from its smallest member onwards} */
    static List<String> rotated(List<String> ring) {
        int start = ring.indexOf(ring.stream().sorted().findFirst().orElseThrow());
        List<String> rotated = new ArrayList<>(ring.subList(start, ring.size()));
        rotated.addAll(ring.subList(0, start));
        return rotated;
    }

    @Override
    public void close() {
        for (Actor actor : actors.values()) {
            actor.end();
        }
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
    }

    private record Step(String verb, String lock) {}
}
