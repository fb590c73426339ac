package io.lockdep.engine;

import io.lockdep.Lockdep;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine itself. Threads of a history that is not interleaved share one thread, which they cannot tell. */
final class EngineChecker implements Checker, AutoCloseable {

    private static final String NAME = "exact.";
    private static final List<String> MODES = List.of("W", "R", "RR");

    private final Object[] locks = new Object[History.MAX_CLASSES * History.MAX_PER_CLASS];
    private final List<Actor> actors = new ArrayList<>();
    private final long errors = Engine.internalErrors();
    private boolean interleaved;

    EngineChecker() {
        for (int lock = 0; lock < locks.length; lock++) {
            locks[lock] = Lockdep.name(new Object(), NAME + History.classOf(lock));
        }
    }

    @Override
    public void start(History history) {
        Engine.forget();
        interleaved = history.interleaved();
        while (interleaved && actors.size() < History.MAX_THREADS) {
            actors.add(new Actor("exact-" + actors.size()));
        }
    }

    @Override
    public void acquire(Act step) {
        by(step.thread(), () -> announce(step));
    }

    private void announce(Act step) {
        Object lock = locks[step.lock()];
        switch (step.verb()) {
            case BLOCK -> LockEvents.acquire(lock, step.mode());
            case TRY -> LockEvents.tried(true, lock, step.mode());
            case TRY_IN_VAIN -> LockEvents.tried(false, lock, step.mode());
            case TIMED, TIMED_OUT -> {
                int flags = step.mode() | Acquisition.TIMED;
                LockEvents.acquire(lock, flags);
                LockEvents.ended(step.verb() == Act.Verb.TIMED, lock, flags);
            }
            case RELEASE -> throw new IllegalArgumentException(step.toString());
        }
    }

    @Override
    public void release(Act step, int mode) {
        by(step.thread(), () -> {
            if (!LockEvents.release(locks[step.lock()], mode)) {
                throw new AssertionError("not known to be held: " + step);
            }
        });
    }

    private void by(int thread, Runnable act) {
        if (interleaved) {
            actors.get(thread).act(act);
        } else {
            act.run();
        }
    }

    @Override
    public boolean saysRing() {
        return !Engine.reports().isEmpty();
    }

    @Override
    public int shortestRing(int from, int to) {
        int shortest = 0;
        for (Report report : Engine.reports()) {
            int length = report.cycle().size();
            for (Party party : report.cycle()) {
                boolean contains = lockClass(party.holds()) == from && lockClass(party.wants()) == to;
                if (contains && (shortest == 0 || length < shortest)) {
                    shortest = length;
                }
            }
        }
        return shortest;
    }

    @Override
    public @Nullable String flaw(Oracle all) {
        for (Report report : Engine.reports()) {
            if (report.kind() != ReportKind.CIRCULAR) {
                return "said " + report.kind();
            }
            List<Party> cycle = report.cycle();
            for (int k = 0; k < cycle.size(); k++) {
                Oracle.Wait wait = wait(cycle.get(k));
                if (!all.contains(wait)) {
                    return "said a wait that nobody has seen: " + wait;
                }
                if (!Oracle.blocks(wait, wait(cycle.get((k + 1) % cycle.size())))) {
                    return "said a ring that blocks nobody at " + wait;
                }
            }
        }
        if (Engine.internalErrors() != errors) {
            return "failed inside: " + Engine.firstInternalError();
        }
        return LockEvents.depth() == 0 ? null : "still holds something";
    }

    private static Oracle.Wait wait(Party party) {
        return new Oracle.Wait(
                lockClass(party.holds()),
                MODES.indexOf(party.holdMode()),
                lockClass(party.wants()),
                MODES.indexOf(party.wantMode()),
                party.timed());
    }

    private static int lockClass(String name) {
        return Integer.parseInt(name.substring(NAME.length()));
    }

    @Override
    public void close() {
        actors.forEach(Actor::end);
        Engine.forget();
    }
}
