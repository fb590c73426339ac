package io.lockdep.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one thread of a case does with locks of {@code java.util.concurrent}, step by step: {@code lock X1 x},
 * {@code trylock X1 x}, {@code unlock X1}. What is still held at the end is released.
 */
final class LockScript {

    private final Map<String, RealLock> locks;
    private final List<String[]> held = new ArrayList<>();

    // What is not held any more is released as it was held last.
    private String lastMode = "x";

    LockScript(Map<String, RealLock> locks) {
        this.locks = locks;
    }

    void play(List<String[]> steps) throws InterruptedException {
        try {
            for (String[] step : steps) {
                play(step);
            }
        } finally {
            for (int i = held.size() - 1; i >= 0; i--) {
                locks.get(held.get(i)[0]).unlock(held.get(i)[1]);
            }
        }
    }

    private void play(String[] step) throws InterruptedException {
        String name = step[1];
        RealLock lock = locks.get(name);
        switch (step[0]) {
            case "lock" -> {
                lock.lock(step[2]);
                held.add(new String[] {name, step[2]});
            }
            case "trylock" -> {
                if (!lock.tryLock(step[2])) {
                    throw new IllegalStateException(name + " is not free");
                }
                held.add(new String[] {name, step[2]});
            }
            case "unlock" -> lock.unlock(forget(name));
            default -> throw new IllegalArgumentException(step[0]);
        }
    }

    private String forget(String name) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i)[0].equals(name)) {
                lastMode = held.remove(i)[1];
                break;
            }
        }
        return lastMode;
    }
}
