package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** {@code java.util.concurrent.CompletableFuture}, JDK 17 to 25: who waits, and who completes by hand. */
final class CompletableFutureInstrument implements JdkType {

    static final CompletableFutureInstrument TYPE = new CompletableFutureInstrument();

    private static final String NAME = "java/util/concurrent/CompletableFuture";
    private static final String EVENTS = "io/lockdep/engine/StageEvents";

    private CompletableFutureInstrument() {}

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name) {
            case "get", "join" ->
                new AroundMethod(
                        to, NAME, awaits(descriptor.startsWith("(J")), TaskHook.ofThis("awaited"), TaskHook.failed());
            case "isDone" -> new AtReturn(to, TaskHook.sawEnd());
            case "complete", "completeExceptionally" -> new AtStart(to, CompletableFutureInstrument::completes);
            case "uniWhenComplete", "uniHandle", "uniExceptionally", "biApply", "biAccept", "biRun" ->
                StageInstrument.runs(to, TaskHook.ofThis("begins"), TaskHook.ofThis("ends"));
            default -> null;
        };
    }

    private static Emit awaits(boolean timed) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(to, timed ? 1 : 0);
            to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, "awaits", "(Ljava/lang/Object;Z)V", false);
        };
    }

    private static void completes(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, "completes", "(Ljava/lang/Object;)V", false);
    }
}
