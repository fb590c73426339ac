package io.lockdep.agent.instrument;

import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What {@code CompletableFuture.supplyAsync} and {@code runAsync} hand over, JDK 17 to 25. Its work is over when it calls
 * {@code postComplete}, which runs stages that nobody waits for who waits for it.
 */
record AsyncInstrument(String type) implements JdkType {

    private static final String FUTURE = "java/util/concurrent/CompletableFuture";

    static final List<JdkType> ALL =
            List.of(new AsyncInstrument(FUTURE + "$AsyncSupply"), new AsyncInstrument(FUTURE + "$AsyncRun"));

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "run()V" ->
                new BeforeCall(
                        new AroundMethod(
                                to, type, TaskHook.ofThis("begins"), TaskHook.ofThis("ends"), TaskHook.ofThis("ends")),
                        "postComplete"::equals,
                        TaskHook.ofThis("ends"));
            default -> name.equals("<init>") ? new AtReturn(to, AsyncInstrument::made) : null;
        };
    }

    private static void made(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitVarInsn(Opcodes.ALOAD, 1);
        TaskHook.call(to, "made", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }
}
