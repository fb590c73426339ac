package io.lockdep.agent.instrument;

import org.jspecify.annotations.Nullable;

/** The calls by which byte code hands work over. Where they stand names the work. */
final class TaskCalls {

    private static final String RUNNABLE = "(Ljava/lang/Runnable;";
    private static final String CALLABLE = "(Ljava/util/concurrent/Callable;";
    private static final String SUPPLIER = "(Ljava/util/function/Supplier;";
    private static final String TASKS = "(Ljava/util/Collection;";
    private static final String STAGE_TYPE = "java/util/concurrent/CompletionStage";
    private static final String FUTURE_TYPE = "java/util/concurrent/CompletableFuture";
    private static final String TASK_TYPE = "java/util/concurrent/FutureTask";

    private TaskCalls() {}

    /**
     * Tells what a call hands over, by what it is called and what it takes: executors of the program return futures of
     * their own.
     *
     * @return {@code task}, {@code stage} or {@code thread}; null if nothing
     */
    static @Nullable String handsOver(String owner, String name, String descriptor) {
        return switch (name) {
            case "execute", "submit", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay" ->
                isTask(descriptor) ? "task" : null;
            case "runAsync" -> descriptor.startsWith(RUNNABLE) ? "task" : null;
            case "supplyAsync", "completeAsync" -> descriptor.startsWith(SUPPLIER) ? "task" : null;
            case "invokeAll", "invokeAny" -> descriptor.startsWith(TASKS) ? "task" : null;
            case "<init>" -> owner.equals(TASK_TYPE) ? "task" : null;
            case "start" -> isStart(descriptor) ? "thread" : null;
            case "startVirtualThread" -> "thread";
            default -> (owner.equals(STAGE_TYPE) || owner.equals(FUTURE_TYPE)) && isStage(name) ? "stage" : null;
        };
    }

    private static boolean isTask(String descriptor) {
        return descriptor.startsWith(RUNNABLE) || descriptor.startsWith(CALLABLE);
    }

    private static boolean isStart(String descriptor) {
        return descriptor.equals("()V") || descriptor.equals(RUNNABLE + ")Ljava/lang/Thread;");
    }

    private static boolean isStage(String name) {
        return name.startsWith("then")
                || name.startsWith("handle")
                || name.startsWith("whenComplete")
                || name.startsWith("exceptionally")
                || name.startsWith("runAfter")
                || name.startsWith("accept")
                || name.startsWith("applyTo");
    }

    /**
     * Whether a class may hand work over.
     *
     * @param constants its constant pool, one character per byte: names follow their length, which is two bytes
     */
    static boolean mayStandIn(String constants) {
        return constants.contains("java/util/concurrent/")
                || constants.contains("\0\5start")
                || constants.contains("\0\22startVirtualThread");
    }
}
