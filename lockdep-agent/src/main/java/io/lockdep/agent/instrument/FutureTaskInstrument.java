package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.concurrent.FutureTask}, JDK 17 to 25: what {@code ExecutorService.submit}, {@code invokeAll} and {@code
 * schedule} hand over.
 */
final class FutureTaskInstrument implements JdkType {

    static final FutureTaskInstrument TYPE = new FutureTaskInstrument();

    private static final String NAME = "java/util/concurrent/FutureTask";

    private FutureTaskInstrument() {}

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name) {
            case "<init>" -> new AtReturn(to, TaskHook.ofThis("made"));
            case "run", "runAndReset" ->
                new AroundMethod(to, NAME, TaskHook.ofThis("begins"), TaskHook.ofThis("ends"), TaskHook.ofThis("ends"));
            case "get" ->
                new AroundMethod(
                        to,
                        NAME,
                        TaskHook.awaits(!descriptor.startsWith("()")),
                        TaskHook.ofThis("awaited"),
                        TaskHook.failed());
            // Runs code of the program after its waiters were let go.
            case "finishCompletion" -> new BeforeCall(to, "done"::equals, TaskHook.ofThis("ends"));
            case "isDone" -> new AtReturn(to, TaskHook.sawEnd());
            default -> null;
        };
    }
}
