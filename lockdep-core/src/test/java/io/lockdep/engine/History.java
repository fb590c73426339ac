package io.lockdep.engine;

import io.lockdep.engine.Act.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What some threads did with some locks, in the order in which it happened.
 *
 * <p>Any row of steps is a history: whoever plays it leaves out what cannot happen, such as the release of a lock that is
 * not held, so that steps can be cut out to find the ones that matter. Unless it is interleaved, a history is one thread
 * after the other, each to its end, where it releases what it still holds.
 *
 * <p>As text it is a script in the notation of {@link Play}, with {@code |} before the next thread and {@code -} before
 * an acquisition that fails; interleaved, every step has the number of its thread before it.
 */
record History(int perClass, boolean interleaved, List<Act> steps) {

    static final int MAX_CLASSES = 6;
    static final int MAX_PER_CLASS = 4;
    static final int MAX_THREADS = 6;

    private static final List<String> MODES = List.of("W", "R", "RR");

    /** Kinds of histories: which modes occur. Some rings need recursive readers, and many hide where there are any. */
    private static final int[][] PALETTES = {{0}, {0, 1}, {0, 0, 2}, {0, 1, 2}, {0, 0, 1, 2, 2}};

    /**
     * Reads a script: {@code W(A) R(B) | W(B) W(A)}.
     *
     * @param script threads one after the other, with one lock per class
     */
    static History of(String script) {
        List<Act> steps = new ArrayList<>();
        int thread = 0;
        for (String word : script.split(" ", -1)) {
            if (word.equals("|")) {
                thread++;
            } else {
                steps.add(step(thread, word.substring(0, word.indexOf('(')), word.charAt(word.indexOf('(') + 1)));
            }
        }
        return new History(1, false, List.copyOf(steps));
    }

    private static Act step(int thread, String how, char lockClass) {
        int lock = (lockClass - 'A') * MAX_PER_CLASS;
        for (Verb verb : Verb.values()) {
            int mode = how.startsWith(verb.prefix) ? MODES.indexOf(how.substring(verb.prefix.length())) : -1;
            if (mode >= 0 || how.equals(Verb.RELEASE.prefix)) {
                return new Act(thread, mode >= 0 ? verb : Verb.RELEASE, lock, Math.max(mode, 0));
            }
        }
        throw new IllegalArgumentException(how);
    }

    /** {@return the class of a lock} */
    static int classOf(int lock) {
        return lock / MAX_PER_CLASS;
    }

    /** {@return a history of threads one after the other, with at most so many locks of each class} */
    static History inTurn(Random random, int maxPerClass) {
        return random(random, 2 + random.nextInt(MAX_THREADS - 1), 1 + random.nextInt(maxPerClass), false);
    }

    /** {@return a history of four threads at the same time} */
    static History interleaved(Random random) {
        return random(random, 4, 1 + random.nextInt(3), true);
    }

    private static History random(Random random, int threads, int perClass, boolean interleaved) {
        int classes = 2 + random.nextInt(MAX_CLASSES - 1);
        int[] palette = PALETTES[random.nextInt(PALETTES.length)];
        // How much the threads care for order: without any care nearly everything is a ring, and all rings are short.
        int care = random.nextInt(100);
        List<List<Act>> scripts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            scripts.add(script(random, thread, classes, perClass, palette, care));
        }
        List<Act> steps = new ArrayList<>();
        while (!scripts.isEmpty()) {
            List<Act> next = scripts.get(interleaved ? random.nextInt(scripts.size()) : 0);
            steps.add(next.remove(0));
            if (next.isEmpty()) {
                scripts.remove(next);
            }
        }
        return new History(perClass, interleaved, List.copyOf(steps));
    }

    private static List<Act> script(Random random, int thread, int classes, int perClass, int[] palette, int care) {
        List<Act> script = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        int events = 2 + random.nextInt(9);
        while (script.size() < events) {
            if (!held.isEmpty() && random.nextInt(4) == 0) {
                int lock = held.remove(random.nextInt(held.size()));
                script.add(new Act(thread, Verb.RELEASE, lock, 0));
            } else {
                int above = held.isEmpty() ? 0 : classOf(held.get(held.size() - 1)) + 1;
                boolean careful = above < classes && random.nextInt(100) < care;
                int lockClass = careful ? above + random.nextInt(classes - above) : random.nextInt(classes);
                int lock = lockClass * MAX_PER_CLASS + random.nextInt(perClass);
                script.add(new Act(thread, verb(random), lock, palette[random.nextInt(palette.length)]));
                held.add(lock);
            }
        }
        return script;
    }

    private static Verb verb(Random random) {
        int at = random.nextInt(100);
        return at < 68
                ? Verb.BLOCK
                : at < 80 ? Verb.TRY : at < 84 ? Verb.TRY_IN_VAIN : at < 95 ? Verb.TIMED : Verb.TIMED_OUT;
    }

    /** {@return this history without some of its steps} */
    History without(int from, int to) {
        List<Act> fewer = new ArrayList<>(steps.subList(0, from));
        fewer.addAll(steps.subList(to, steps.size()));
        return new History(perClass, interleaved, List.copyOf(fewer));
    }

    static String name(int lock, int perClass) {
        String lockClass = String.valueOf((char) ('A' + classOf(lock)));
        return perClass == 1 ? lockClass : lockClass + (1 + lock % MAX_PER_CLASS);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int thread = steps.isEmpty() ? 0 : steps.get(0).thread();
        for (Act step : steps) {
            text.append(text.length() == 0 ? "" : " ");
            if (interleaved) {
                text.append(step.thread()).append(':');
            } else if (step.thread() != thread) {
                text.append("| ");
                thread = step.thread();
            }
            text.append(step.verb().prefix);
            text.append(step.verb() == Verb.RELEASE ? "" : MODES.get(step.mode()));
            text.append('(').append(name(step.lock(), perClass)).append(')');
        }
        return text.toString();
    }
}
