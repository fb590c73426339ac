package io.lockdep.sim.memory;

import io.lockdep.sim.progress.CallTrace;

/** Something in a package of the kernel that looks at its own stack. */
public final class CallTraceSubject {

    private CallTraceSubject() {}

    public static String callTrace() {
        return CallTrace.of(Thread.currentThread());
    }
}
