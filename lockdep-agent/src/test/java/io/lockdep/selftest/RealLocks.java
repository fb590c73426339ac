package io.lockdep.selftest;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program that plays cases of the kernel's self-test with real locks, to be run under the agent.
 *
 * <p>Arguments: the type of lock, and a file with one case per line: {@code name;X1=X,X2=X;lock X1 x,lock X2 x|...}, with
 * {@code |} between threads, which run one after the other. Prints one line per case: its name, the kinds of what was
 * found, and how its last thread ended: {@code ended}, {@code blocked} or the exception.
 */
public final class RealLocks {

    private static final int POLL_MILLIS = 20;
    private static final int POLLS_UNTIL_BLOCKED = 20;
    private static final int POLLS_UNTIL_HANGING = 1500;

    private RealLocks() {}

    /**
     * Plays all cases.
     *
     * @param args type of lock, file of cases
     * @throws Exception if a case cannot be played
     */
    public static void main(String[] args) throws Exception {
        for (String line : lines(Path.of(args[1]))) {
            String[] parts = line.split(";", -1);
            String how = play(args[0], parts[1], parts[2]);
            List<String> kinds =
                    Lockdep.findings().stream().map(Finding::kind).distinct().toList();
            Lockdep.reset();
            System.out.println(parts[0] + " " + String.join(",", kinds) + " " + how);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    private static String play(String type, String locks, String threads) throws Exception {
        Map<String, Object> monitors = new HashMap<>();
        Map<String, RealLock> reals = new HashMap<>();
        boolean monitor = type.equals("synchronized");
        for (String each : locks.split(",", -1)) {
            String[] pair = each.split("=", -1);
            if (monitor) {
                monitors.put(pair[0], LockSites.monitor(pair[1]));
            } else {
                reals.put(pair[0], RealLock.of(type, pair[1]));
            }
        }
        String how = "ended";
        for (String script : threads.split("\\|", -1)) {
            List<String[]> steps = new ArrayList<>();
            for (String step : script.split(",", -1)) {
                steps.add(step.split(" ", -1));
            }
            how = run(() -> {
                if (monitor) {
                    new MonitorScript(monitors, steps).play("");
                } else {
                    new LockScript(reals).play(steps);
                }
            });
        }
        return how;
    }

    private interface Script {
        void run() throws Exception;
    }

    private static String run(Script script) throws InterruptedException {
        AtomicReference<String> how = new AtomicReference<>("ended");
        Thread thread = new Thread(() -> {
            try {
                script.run();
            } catch (Exception e) {
                how.set(e.getClass().getSimpleName());
            }
        });
        thread.setDaemon(true);
        thread.start();
        int waiting = 0;
        for (int polls = 0; thread.isAlive(); polls++) {
            thread.join(POLL_MILLIS);
            waiting = thread.getState() == Thread.State.WAITING ? waiting + 1 : 0;
            if (waiting > POLLS_UNTIL_BLOCKED && !Lockdep.findings().isEmpty()) {
                return "blocked";
            }
            if (polls > POLLS_UNTIL_HANGING) {
                return "hanging";
            }
        }
        return how.get();
    }
}
