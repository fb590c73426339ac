package io.lockdep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays the steps of one thread of a {@link SelftestCase}, and gives back what it leaves behind. */
final class SelftestThread {

    // In the kernel softirqs are held off while hardirqs are; both end at a lock that sleeps.
    private static final Context HARDIRQ = Context.of("hardirq").waitLimit(3);
    private static final Context SOFTIRQ = Context.of("softirq", HARDIRQ).waitLimit(3);

    private final String name;
    private final Map<String, LockMap> maps;
    private final List<LockMap> held = new ArrayList<>();
    private final Map<String, Deque<Scope>> scopes = new HashMap<>();

    SelftestThread(String name, Map<String, LockMap> maps) {
        this.name = name;
        this.maps = maps;
    }

    void play(JsonNode steps) {
        try {
            steps.forEach(this::playStep);
        } finally {
            for (int i = held.size() - 1; i >= 0; i--) {
                held.get(i).release();
            }
            scopes.values().forEach(open -> open.forEach(Scope::close));
        }
    }

    private void playStep(JsonNode step) {
        String what = step.get(1).asText();
        switch (step.get(0).asText()) {
            case "lock" -> hold(map(what)).acquire(mode(step));
            case "trylock" -> hold(map(what)).acquireTried(mode(step));
            case "lock_nest" ->
                hold(map(what)).acquireUnder(mode(step), map(step.get(3).asText()));
            case "init" -> {
                map(what).retire();
                forget(map(what));
            }
            case "unlock" -> {
                map(what).release();
                forget(map(what));
            }
            case "enter" -> enter(what, step.has(2));
            case "disable" -> open(what + " off", context(what).disable());
            case "exit" -> close(what);
            case "enable" -> close(what + " off");
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private LockMap map(String lock) {
        return maps.get(lock);
    }

    private LockMap hold(LockMap map) {
        held.add(map);
        return map;
    }

    private void forget(LockMap map) {
        int last = held.lastIndexOf(map);
        if (last >= 0) {
            held.remove(last);
        }
    }

    // A hardirq that has no thread of its own may not even take a lock that sleeps only on some configurations.
    private void enter(String context, boolean notThreaded) {
        Scope scope = context(context).enter();
        if (notThreaded) {
            String lockClass = "selftest." + name + ".nothreaded";
            Lockdep.rules(lockClass).waitType(2, 2).noValidate();
            Scope limit = LockMap.of(lockClass).scope(LockMode.EXCLUSIVE);
            Scope outer = scope;
            scope = () -> {
                limit.close();
                outer.close();
            };
        }
        open(context, scope);
    }

    private void open(String what, Scope scope) {
        scopes.computeIfAbsent(what, w -> new ArrayDeque<>()).push(scope);
    }

    private void close(String what) {
        scopes.get(what).pop().close();
    }

    private static Context context(String name) {
        return switch (name) {
            case "hardirq" -> HARDIRQ;
            case "softirq" -> SOFTIRQ;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static LockMode mode(JsonNode step) {
        return switch (step.get(2).asText()) {
            case "x" -> LockMode.EXCLUSIVE;
            case "r" -> LockMode.SHARED;
            case "rr" -> LockMode.RECURSIVE_SHARED;
            default -> throw new IllegalArgumentException(step.toString());
        };
    }
}
