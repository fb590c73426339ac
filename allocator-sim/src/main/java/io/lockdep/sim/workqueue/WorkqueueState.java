package io.lockdep.sim.workqueue;

import java.util.ArrayList;
import java.util.List;

/**
 * What kworkers are doing, for reports of stalls: {@code show_workqueue_state} of kernel/workqueue.c, with the call
 * traces of workers that execute something. Only tries to get locks, so it can be called anywhere.
 */
public final class WorkqueueState {

    private WorkqueueState() {}

    /**
     * Describes pools that are not idle.
     *
     * @param workqueues a machine's
     * @return an entry for each, of one line and perhaps a call trace
     */
    public static List<String> of(Workqueues workqueues) {
        List<String> lines = new ArrayList<>();
        for (WorkerPool pool : workqueues.pools()) {
            PoolState state = pool.tryLook();
            if (state == null) {
                lines.add("pool of CPU " + pool.cpu() + ": its lock is held");
            } else if (!state.isIdle()) {
                lines.add(state.withCallTraces());
            }
        }
        return lines;
    }
}
