package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Finding;
import io.lockdep.HeldLock;
import io.lockdep.Lockdep;
import io.lockdep.engine.Actor;
import io.lockdep.engine.Engine;
import io.lockdep.engine.EngineOptions;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that act one after the other, each to the end of its act, so that no order of locks can hang a test; and what
 * lockdep says of it. Lock classes are new on every stage.
 */
final class Stage implements AutoCloseable {

    /** Something that a thread does. */
    interface Act {
        void run() throws Exception;
    }

    private static final AtomicLong STAGES = new AtomicLong();

    private final String prefix = "stage" + STAGES.incrementAndGet() + ".";
    private final long errors = Engine.internalErrors();
    private final Map<String, Actor> actors = new LinkedHashMap<>();

    Stage() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Lockdep.reset();
    }

    /** {@return the full name of a lock class of this stage} */
    String name(String shortName) {
        return prefix + shortName;
    }

    /** The thread of that name does something, and is done when this returns. What it throws is thrown here. */
    void on(String thread, Act act) {
        try {
            actors.computeIfAbsent(thread, Actor::new).act(() -> run(act));
        } catch (CompletionException e) {
            throw sneaky(e.getCause());
        }
    }

    private static void run(Act act) {
        try {
            act.run();
        } catch (Exception e) {
            throw sneaky(e);
        }
    }

    @SuppressWarnings("unchecked") // throws it as it is, checked or not
    private static <T extends Throwable> RuntimeException sneaky(Throwable e) throws T {
        throw (T) e;
    }

    /** {@return what has been found, as grade, kind and the classes of the ring in short} */
    List<String> said() {
        return said(Lockdep.findings());
    }

    List<String> said(List<Finding> findings) {
        List<String> said = new ArrayList<>();
        for (Finding finding : findings) {
            List<String> ring = new ArrayList<>(finding.cycle());
            ring.replaceAll(name -> name.replace(prefix, ""));
            String classes = ring.isEmpty()
                    ? ""
                    : " " + String.join(" ", ring.stream().sorted().toList());
            said.add(finding.grade() + " " + finding.kind() + classes);
        }
        return said;
    }

    /** {@return what the current thread holds, outermost first, in short, with the mode if it is not exclusive} */
    List<String> held() {
        List<String> held = new ArrayList<>();
        for (HeldLock lock : Lockdep.held()) {
            String mode = lock.mode() == io.lockdep.LockMode.EXCLUSIVE ? "" : " " + lock.mode();
            held.add(lock.lockClass().replace(prefix, "") + mode);
        }
        return held;
    }

    @Override
    public void close() {
        for (Actor actor : actors.values()) {
            actor.act(() -> assertThat(Lockdep.held()).isEmpty());
            actor.end();
        }
        assertThat(Engine.internalErrors()).as(Engine.firstInternalError()).isEqualTo(errors);
        Lockdep.reset();
    }
}
