package io.lockdep.selftest;

import java.util.List;
import java.util.Map;

/** What one thread of a case does with monitors, which can only be nested like the blocks of the program. */
final class MonitorScript {

    private final Map<String, Object> monitors;
    private final List<String[]> steps;
    private int at;

    MonitorScript(Map<String, Object> monitors, List<String[]> steps) {
        this.monitors = monitors;
        this.steps = steps;
    }

    /** Plays to the end of the block that is open, or of the script. */
    void play(String open) {
        while (at < steps.size()) {
            String[] step = steps.get(at++);
            switch (step[0]) {
                case "lock" -> enter(step[1]);
                case "unlock" -> {
                    if (!step[1].equals(open)) {
                        throw new IllegalArgumentException("a monitor cannot do " + String.join(" ", step));
                    }
                    return;
                }
                default -> throw new IllegalArgumentException("a monitor cannot do " + String.join(" ", step));
            }
        }
    }

    private void enter(String name) {
        synchronized (monitors.get(name)) {
            play(name);
        }
    }
}
