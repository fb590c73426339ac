package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** {@code java.util.concurrent.ForkJoinTask}, JDK 17 to 25; so parallel streams too. */
final class ForkJoinTaskInstrument implements JdkType {

    static final ForkJoinTaskInstrument TYPE = new ForkJoinTaskInstrument();

    private static final String NAME = "java/util/concurrent/ForkJoinTask";
    private static final String EVENTS = "io/lockdep/engine/ForkEvents";

    private ForkJoinTaskInstrument() {}

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        if ((access & Opcodes.ACC_STATIC) != 0) {
            return null;
        }
        return switch (name) {
            case "fork" -> new AtStart(to, ofThis("forks"));
            case "doExec" -> new AroundMethod(to, NAME, ofThis("begins"), ofThis("ends"), ofThis("ends"));
            case "join", "invoke", "quietlyJoin", "quietlyInvoke", "get", "quietlyJoinUninterruptibly" ->
                new AtStart(to, awaits(descriptor.startsWith("(J")));
            default -> null;
        };
    }

    private static Emit ofThis(String event) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, event, "(Ljava/lang/Object;)V", false);
        };
    }

    private static Emit awaits(boolean timed) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(to, timed ? 1 : 0);
            to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, "awaits", "(Ljava/lang/Object;Z)V", false);
        };
    }
}
