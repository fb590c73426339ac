package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Flow;
import io.lockdep.report.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one acquisition, for somebody who may decide against it because of that.
 *
 * <p>Used by the thread that asked, and not kept: it refers to the locks.
 */
public final class Hearing {

    private final List<Report> reports = new ArrayList<>(1);
    private @Nullable Acquired wanted;
    private @Nullable Flow flow;

    Hearing() {}

    void hear(Report report) {
        reports.add(report);
    }

    /** What is about to be learnt, in case that it has to be taken back. */
    void learns(Acquired lock, Flow by) {
        wanted = lock;
        flow = by;
    }

    /** {@return this, or null if nothing was said} */
    @Nullable
    Hearing orNull() {
        return reports.isEmpty() ? null : this;
    }

    /** {@return everything that was said, known before or not, but not what is suppressed; at least one} */
    public List<Report> reports() {
        return reports;
    }

    /** The acquisition is not made: the graph forgets it. What was reported stays reported. */
    public void retract() {
        boolean was = LockEvents.enter();
        try {
            if (wanted != null && flow != null) {
                Engine.graph().retract(wanted, flow);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            LockEvents.leave(was);
        }
    }
}
