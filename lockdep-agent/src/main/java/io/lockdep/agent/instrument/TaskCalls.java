package io.lockdep.agent.instrument;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
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

    private static final Set<String> STAGES = stages(
            "thenApply",
            "thenAccept",
            "thenRun",
            "thenCombine",
            "thenAcceptBoth",
            "thenCompose",
            "runAfterBoth",
            "runAfterEither",
            "applyToEither",
            "acceptEither",
            "handle",
            "whenComplete",
            "exceptionally",
            "exceptionallyCompose");

    private static final Set<String> HANDING = Set.of(
            "execute",
            "submit",
            "schedule",
            "scheduleAtFixedRate",
            "scheduleWithFixedDelay",
            "runAsync",
            "supplyAsync",
            "completeAsync",
            "invokeAll",
            "invokeAny",
            "start",
            "startVirtualThread");

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
            default ->
                (owner.equals(STAGE_TYPE) || owner.equals(FUTURE_TYPE)) && STAGES.contains(name) ? "stage" : null;
        };
    }

    private static boolean isTask(String descriptor) {
        return descriptor.startsWith(RUNNABLE) || descriptor.startsWith(CALLABLE);
    }

    private static boolean isStart(String descriptor) {
        return descriptor.equals("()V") || descriptor.equals(RUNNABLE + ")Ljava/lang/Thread;");
    }

    /** {@return the type whose constructors take the work} */
    static String type() {
        return TASK_TYPE;
    }

    /** {@return the names of all such methods, but for constructors} */
    static Collection<String> methods() {
        Set<String> names = new HashSet<>(STAGES);
        names.addAll(HANDING);
        return names;
    }

    // Each of them also with "Async" at the end.
    private static Set<String> stages(String... methods) {
        Set<String> names = new HashSet<>();
        for (String each : methods) {
            names.add(each);
            names.add(each + "Async");
        }
        return Set.copyOf(names);
    }
}
