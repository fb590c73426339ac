package io.lockdep.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** Locks held around an acquisition that keep other threads out: what is done under one of them cannot overlap. */
final class Gates {

    private Gates() {}

    /** {@return what a thread holds exclusively beside the two locks of a dependency, weakly} */
    static List<WeakReference<Object>> around(Object from, Object to, List<Acquired> held) {
        List<WeakReference<Object>> gates = new ArrayList<>(held.size());
        for (Acquired entry : held) {
            Object lock = entry.instance();
            if (entry.excludes() && lock != from && lock != to) {
                gates.add(new WeakReference<>(lock));
            }
        }
        return List.copyOf(gates);
    }

    /** {@return whether two observations were made under the same locks} */
    static boolean same(List<WeakReference<Object>> some, List<WeakReference<Object>> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            Object lock = some.get(i).get();
            if (lock == null || !others.get(i).refersTo(lock)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether one lock instance was held over all observations} */
    static boolean common(List<Evidence> parties) {
        for (WeakReference<Object> gate : parties.get(0).gates()) {
            Object lock = gate.get();
            if (lock != null && isAroundAll(lock, parties)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAroundAll(Object lock, List<Evidence> parties) {
        for (Evidence party : parties) {
            if (!party.underGate(lock)) {
                return false;
            }
        }
        return true;
    }
}
