package io.lockdep.sim.scenario;

import io.lockdep.sim.memory.IsolatedRange;
import io.lockdep.sim.memoryhotplug.OfflinePages;
import io.lockdep.sim.sched.Task;
import java.util.List;

/**
 * Watches memory going offline and ends it with a signal when round after round changes nothing: an endless loop in which
 * no lock is to blame.
 */
final class OfflineStall {

    /** That many rounds without any change are a stall. */
    static final int ROUNDS = 1000;

    private static final int PAGES_NAMED = 4;

    private final OfflinePages offlinePages;
    private List<String> last = List.of();
    private int identical;
    private String stall = "";

    OfflineStall(OfflinePages offlinePages) {
        this.offlinePages = offlinePages;
    }

    /** Looks at what is missing; called between two rounds, by the task that goes round. */
    void round() {
        IsolatedRange range = offlinePages.current();
        if (range == null) {
            return;
        }
        List<String> shortfall = range.shortfall();
        identical = shortfall.equals(last) ? identical + 1 : 1;
        last = shortfall;
        if (identical >= ROUNDS) {
            stall = describe(shortfall);
            Task.current().setSignalPending(true);
        }
    }

    /** What was found, empty if memory went offline. */
    String stall() {
        return stall;
    }

    private String describe(List<String> shortfall) {
        String more = shortfall.size() > PAGES_NAMED ? " and more" : "";
        return "__offline_pages made no progress in " + identical + " rounds; pages missing: " + shortfall.size() + ": "
                + String.join(", ", shortfall.subList(0, Math.min(PAGES_NAMED, shortfall.size()))) + more;
    }
}
