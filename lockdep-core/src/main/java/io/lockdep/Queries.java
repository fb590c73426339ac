package io.lockdep;

import io.lockdep.engine.Declarations;
import io.lockdep.engine.Engine;
import io.lockdep.graph.Dependency;
import io.lockdep.graph.Evidence;
import io.lockdep.graph.LockClass;
import io.lockdep.report.HeldEntry;
import java.util.ArrayList;
import java.util.List;

/** Answers what is held and what has been learnt, in the words of the public API. */
final class Queries {

    private Queries() {}

    static List<HeldLock> held() {
        List<HeldLock> held = new ArrayList<>();
        for (HeldEntry entry : Declarations.held()) {
            held.add(new HeldLock(entry.lockClass(), mode(entry.mode()), entry.at()));
        }
        return List.copyOf(held);
    }

    private static LockMode mode(String symbol) {
        return switch (symbol) {
            case "W" -> LockMode.EXCLUSIVE;
            case "R" -> LockMode.SHARED;
            default -> LockMode.RECURSIVE_SHARED;
        };
    }

    static List<LockOrder> orders() {
        List<LockOrder> orders = new ArrayList<>();
        for (LockClass from : Engine.graph().all()) {
            for (Dependency dependency : Engine.graph().dependenciesOf(from)) {
                orders.add(order(dependency));
            }
        }
        return List.copyOf(orders);
    }

    private static LockOrder order(Dependency dependency) {
        boolean declared = true;
        List<String> threads = new ArrayList<>();
        for (Evidence seen : Engine.graph().evidenceOf(dependency)) {
            declared &= seen.isDeclared();
            if (!seen.isDeclared() && !threads.contains(seen.threadName())) {
                threads.add(seen.threadName());
            }
        }
        return new LockOrder(dependency.from().name(), dependency.to().name(), declared, threads);
    }

    static void failIfAnyHeld() {
        Declarations.failIfAnyHeld();
    }
}
