package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ForkJoinPool} makes of a {@code Runnable} or {@code Callable}, JDK 17 to 25. The names of these classes
 * changed in between; those that a JDK lacks are never loaded.
 */
record AdaptedTaskInstrument(String type) implements JdkType {

    static final List<JdkType> ALL = all(
            "AdaptedRunnable",
            "AdaptedRunnableAction",
            "RunnableExecuteAction",
            "AdaptedCallable",
            "AdaptedInterruptibleCallable",
            "InterruptibleTask");

    private static List<JdkType> all(String... nested) {
        List<JdkType> types = new ArrayList<>();
        for (String each : nested) {
            types.add(new AdaptedTaskInstrument("java/util/concurrent/ForkJoinTask$" + each));
        }
        return types;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "exec()Z" ->
                new AroundMethod(to, type, TaskHook.ofThis("begins"), TaskHook.ofThis("ends"), TaskHook.ofThis("ends"));
            default -> name.equals("<init>") ? new AtReturn(to, TaskHook.ofThis("made")) : null;
        };
    }
}
