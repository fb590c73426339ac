package io.lockdep.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the current stack, for what has not been seen before only: it costs microseconds. */
final class Stacks {

    private static final String API = "io.lockdep.";
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final String[] WAIT_TYPES = {
        "Semaphore",
        "CountDownLatch",
        "CyclicBarrier",
        "Phaser",
        "Exchanger",
        "SynchronousQueue",
        "LinkedTransferQueue",
    };
    private static final String[] API_TYPES = {"Lockdep", "LockMap", "Context", "Task", "Signal", "Resource", "Queries"
    };

    private Stacks() {}

    /** {@return the current stack from the caller of the lock on, innermost first} */
    static StackTraceElement[] current() {
        StackTraceElement[] all = new Throwable().getStackTrace();
        int own = 0;
        while (own < all.length
                && (isOwn(all[own].getClassName()) || isLock(all[own].getClassName()) || isWait(all[own]))) {
            own++;
        }
        return own == all.length ? all : Arrays.copyOfRange(all, own, Math.max(own + 1, lengthWithoutFramework(all)));
    }

    private static boolean isWait(StackTraceElement frame) {
        String owner = frame.getClassName();
        if (owner.equals("java.lang.Thread") || owner.equals("java.lang.VirtualThread")) {
            return frame.getMethodName().startsWith("join");
        }
        return owner.equals("java.util.concurrent.FutureTask")
                || owner.equals("java.util.concurrent.ForkJoinTask")
                || owner.startsWith("java.util.concurrent.CompletableFuture");
    }

    /**
     * Finds the frame in which a held lock was taken, which is normally still there.
     *
     * @param now the current stack
     * @param outer first frame (from the outermost) that an outer held lock was not taken in
     * @return index of the frame in {@code now}, or -1 if it has gone
     */
    static int frameOf(StackTraceElement[] now, @Nullable Site site, int outer) {
        if (site != null) {
            for (int i = outer - 1; i >= 0; i--) {
                if (site.isIn(now[i])) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** {@return the stack at the time a held lock was taken; of a method that has returned, the place only} */
    static List<StackTraceElement> from(StackTraceElement[] now, int frame, Site site, int limit) {
        List<StackTraceElement> stack = new ArrayList<>(limit);
        stack.add(site.frame());
        for (int i = frame + 1; frame >= 0 && i < now.length && stack.size() < limit; i++) {
            stack.add(now[i]);
        }
        return stack;
    }

    // How a test framework came to call a test is the same for all of them, and nobody's mistake.
    private static int lengthWithoutFramework(StackTraceElement[] all) {
        for (int i = 1; i < all.length; i++) {
            if (all[i].getClassName().startsWith("org.junit.")) {
                int end = i;
                while (end > 1 && isReflection(all[end - 1].getClassName())) {
                    end--;
                }
                return end;
            }
        }
        return all.length;
    }

    private static boolean isReflection(String name) {
        return name.startsWith("jdk.internal.reflect.") || name.startsWith("java.lang.reflect.");
    }

    static List<StackTraceElement> limited(StackTraceElement[] now, int limit) {
        return List.of(now.length <= limit ? now : Arrays.copyOf(now, limit));
    }

    static boolean isOwn(String name) {
        return name.startsWith("io.lockdep.engine.")
                || name.startsWith("io.lockdep.graph.")
                || name.startsWith("io.lockdep.locks.")
                || isApi(name);
    }

    // The classes whose methods a program calls, and what is nested in them.
    private static boolean isApi(String name) {
        if (!name.startsWith(API)) {
            return false;
        }
        for (String type : API_TYPES) {
            if (name.startsWith(type, API.length())
                    && (name.length() == API.length() + type.length()
                            || name.charAt(API.length() + type.length()) == '$')) {
                return true;
            }
        }
        return false;
    }

    static boolean isLock(String name) {
        return name.startsWith("java.util.concurrent.locks.Reentrant")
                || name.startsWith("java.util.concurrent.locks.StampedLock")
                || name.startsWith("java.util.concurrent.locks.AbstractQueued")
                || isWait(name);
    }

    /** {@return whether a class is one of the JDK's that threads wait in, though it is no lock} */
    static boolean isWait(String name) {
        if (name.startsWith(CONCURRENT)) {
            for (String type : WAIT_TYPES) {
                if (name.startsWith(type, CONCURRENT.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean isJdk(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.");
    }
}
