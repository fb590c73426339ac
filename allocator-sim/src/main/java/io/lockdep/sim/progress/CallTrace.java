package io.lockdep.sim.progress;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a thread of the simulated kernel is, like the {@code Call Trace:} of a hung task: its kernel functions, without
 * the Java library and without what stands for the scheduler.
 */
public final class CallTrace {

    private static final String SIM = "io.lockdep.sim.";

    /** Who plays, how threads wait and who watches them; the kernel would show {@code schedule} there. */
    private static final Set<String> SCHEDULER = Set.of("progress", "script", "sched", "scenario", "stress");

    private CallTrace() {}

    /**
     * Looks at a thread.
     *
     * @param thread any
     * @return a line of four spaces, {@code at} and the function for each frame, innermost first; each begins with a line
     *     break
     */
    public static String of(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(CallTrace::isKernel)
                .map(frame -> "\n    at " + frame.getClassName().substring(SIM.length()) + "." + frame.getMethodName()
                        + ":" + frame.getLineNumber())
                .collect(Collectors.joining());
    }

    private static boolean isKernel(StackTraceElement frame) {
        String name = frame.getClassName();
        if (!name.startsWith(SIM)
                || name.contains("$$Lambda")
                || frame.getMethodName().startsWith("lambda$")) {
            return false;
        }
        int dot = name.indexOf('.', SIM.length());
        return dot < 0 || !SCHEDULER.contains(name.substring(SIM.length(), dot));
    }
}
