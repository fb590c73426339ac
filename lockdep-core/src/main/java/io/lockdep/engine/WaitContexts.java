package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Rules;
import io.lockdep.report.Nature;
import java.util.List;

/**
 * Checks that nobody waits where waiting is not allowed (kernel: {@code check_wait_context}).
 *
 * <p>Each class says what it takes to wait for it and what may be waited for inside it, as the kernel's numbers: 1 never
 * waits, 2 spins, 3 spins or sleeps depending on the configuration, 4 sleeps, 5 whatever; 0 is not checked.
 */
final class WaitContexts {

    private static final int WHATEVER = 5;

    private WaitContexts() {}

    /**
     * Checks an acquisition.
     *
     * @param bottom first entry of the stack that counts: a context that came in, or 0
     */
    static void check(Moment moment, Acquired wanted, int site, int bottom) {
        Rules rules = wanted.lockClass().rules();
        if (rules.innerWait() == 0) {
            return;
        }
        List<Acquired> held = moment.flow.held();
        int context = bottom < held.size() ? limitOf(held.get(bottom)) : WHATEVER;
        int allowed = WHATEVER;
        for (int i = bottom; i < held.size(); i++) {
            int inner = held.get(i).lockClass().rules().innerWait();
            if (inner != 0) {
                allowed = Math.min(allowed, inner);
            }
        }
        if (rules.outerWait() > allowed) {
            Reporter.waitContext(moment, wanted, site, context);
        }
    }

    private static int limitOf(Acquired outermost) {
        Rules rules = outermost.lockClass().rules();
        return rules.nature() == Nature.CONTEXT && rules.innerWait() != 0 ? rules.innerWait() : WHATEVER;
    }
}
