package io.lockdep.agent.instrument;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls by which byte code hands work over. Where they stand names the work. */
final class TaskCalls {

    private static final String RUNNABLE = "(Ljava/lang/Runnable;";
    private static final String CALLABLE = "(Ljava/util/concurrent/Callable;";
    private static final String SUPPLIER = "(Ljava/util/function/Supplier;";
    private static final String EXECUTOR = "Ljava/util/concurrent/Executor;";
    private static final String UNIT = "Ljava/util/concurrent/TimeUnit;)";
    private static final String FUTURE = "Ljava/util/concurrent/Future;";
    private static final String SCHEDULED = "Ljava/util/concurrent/ScheduledFuture;";
    private static final String STAGE = "Ljava/util/concurrent/CompletableFuture;";

    private static final String STAGE_TYPE = "java/util/concurrent/CompletionStage";
    private static final String FUTURE_TYPE = "java/util/concurrent/CompletableFuture";

    private static final Set<String> TASKS = Set.of(
            "execute" + RUNNABLE + ")V",
            "submit" + RUNNABLE + ")" + FUTURE,
            "submit" + RUNNABLE + "Ljava/lang/Object;)" + FUTURE,
            "submit" + CALLABLE + ")" + FUTURE,
            "invokeAll(Ljava/util/Collection;)Ljava/util/List;",
            "invokeAll(Ljava/util/Collection;J" + UNIT + "Ljava/util/List;",
            "invokeAny(Ljava/util/Collection;)Ljava/lang/Object;",
            "schedule" + RUNNABLE + "J" + UNIT + SCHEDULED,
            "schedule" + CALLABLE + "J" + UNIT + SCHEDULED,
            "scheduleAtFixedRate" + RUNNABLE + "JJ" + UNIT + SCHEDULED,
            "scheduleWithFixedDelay" + RUNNABLE + "JJ" + UNIT + SCHEDULED,
            "runAsync" + RUNNABLE + ")" + STAGE,
            "runAsync" + RUNNABLE + EXECUTOR + ")" + STAGE,
            "supplyAsync" + SUPPLIER + ")" + STAGE,
            "supplyAsync" + SUPPLIER + EXECUTOR + ")" + STAGE,
            "<init>" + CALLABLE + ")V");

    private static final Set<String> THREADS = Set.of(
            "start()V",
            "start" + RUNNABLE + ")Ljava/lang/Thread;",
            "startVirtualThread" + RUNNABLE + ")Ljava/lang/Thread;");

    private TaskCalls() {}

    /** {@return what a call of this name and descriptor hands over, {@code task}, {@code stage} or {@code thread}; null if nothing} */
    static @Nullable String handsOver(String owner, String name, String descriptor) {
        String method = name + descriptor;
        if (TASKS.contains(method)) {
            return name.equals("<init>") && !owner.equals("java/util/concurrent/FutureTask") ? null : "task";
        }
        if (owner.equals(STAGE_TYPE) || owner.equals(FUTURE_TYPE)) {
            return isStage(name) ? "stage" : null;
        }
        return THREADS.contains(method) ? "thread" : null;
    }

    private static boolean isStage(String name) {
        return name.startsWith("then")
                || name.startsWith("handle")
                || name.startsWith("whenComplete")
                || name.startsWith("exceptionally")
                || name.startsWith("runAfter")
                || name.startsWith("accept")
                || name.startsWith("applyTo")
                || name.equals("completeAsync");
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
