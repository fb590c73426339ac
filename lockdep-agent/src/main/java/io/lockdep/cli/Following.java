package io.lockdep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for a started command to end, and ends it when this process is told to end; sums up in both cases, once.
 *
 * <p>Ctrl-C reaches the command too, but {@code kill} reaches this process only.
 */
final class Following {

    private static final int FAILED = 1;
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final BooleanSupplier sumUp;
    private final Thread onSignal = new Thread(this::interrupted, "lockdep-run-signal");

    /**
     * Begins to follow.
     *
     * @param process the command
     * @param sumUp prints the summary; says whether the run fails by what was found
     */
    Following(Process process, BooleanSupplier sumUp) {
        this.process = process;
        this.sumUp = sumUp;
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** {@return the exit status of the run} */
    int status() throws InterruptedException {
        int status = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyEnding) {
            // A signal came: the hook does the rest.
            onSignal.join();
            return status;
        }
        return sumUp.getAsBoolean() ? FAILED : status;
    }

    // Where nothing counts, the status stays the one of the signal.
    private void interrupted() {
        end();
        if (sumUp.getAsBoolean()) {
            Runtime.getRuntime().halt(FAILED);
        }
    }

    // The whole tree at once: children of a process that has ended cannot be found any more.
    private void end() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
        for (ProcessHandle one : tree) {
            ends.add(one.onExit());
            one.destroy();
        }
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
