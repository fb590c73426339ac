package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.lang.Thread}, JDK 17 to 25, and its virtual threads: who starts a thread, and who waits for its end.
 *
 * <p>All ways to join lead through {@code join(long)}, but for the one with a {@code Duration} of a virtual thread.
 */
final class ThreadInstrument implements JdkType {

    static final ThreadInstrument PLATFORM = new ThreadInstrument("java/lang/Thread");
    static final ThreadInstrument VIRTUAL = new ThreadInstrument("java/lang/VirtualThread");

    private final String type;

    private ThreadInstrument(String type) {
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "start()V", "start(Ljdk/internal/vm/ThreadContainer;)V" -> new AtStart(to, starts());
            case "join(J)V" -> new AroundMethod(to, type, joins(), joined(), TaskHook.ofThread("gaveUp"));
            case "join(Ljava/time/Duration;)Z" ->
                new AroundMethod(to, type, TaskHook.awaits(true), joined(), TaskHook.ofThread("gaveUp"));
            default -> null;
        };
    }

    private static Emit starts() {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            TaskHook.call(to, "starts", "(Ljava/lang/Thread;)V");
        };
    }

    private static Emit joins() {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitVarInsn(Opcodes.LLOAD, 1);
            TaskHook.call(to, "joins", "(Ljava/lang/Thread;J)V");
        };
    }

    private static Emit joined() {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            TaskHook.call(to, "joined", "(Ljava/lang/Thread;)V");
        };
    }
}
