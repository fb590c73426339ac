package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Stages of {@code CompletableFuture}, JDK 17 to 25: {@code thenApply} and its like.
 *
 * <p>A stage runs from the call of the program's function until it completes itself; what comes after that in the same
 * method, other stages among it, is nothing that its waiters wait for.
 */
record StageInstrument(String type) implements JdkType {

    private static final String FUTURE = "java/util/concurrent/CompletableFuture";
    private static final String UNI = FUTURE + "$UniCompletion";
    private static final Set<String> FUNCTIONS = Set.of("apply", "accept", "run");

    static final List<JdkType> ALL = all(
            "UniCompletion",
            "UniApply",
            "UniAccept",
            "UniRun",
            "UniCompose",
            "UniComposeExceptionally",
            "OrApply",
            "OrAccept",
            "OrRun");

    private static List<JdkType> all(String... nested) {
        List<JdkType> types = new ArrayList<>();
        for (String each : nested) {
            types.add(new StageInstrument(FUTURE + "$" + each));
        }
        return types;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        if (type.equals(UNI)) {
            return name.equals("<init>") ? new AtReturn(to, StageInstrument::made) : null;
        }
        return name.equals("tryFire") ? runs(to, StageInstrument::begins, StageInstrument::ends) : null;
    }

    /** Wraps a method that calls a function of the program and then completes a stage. */
    static MethodVisitor runs(MethodVisitor to, Emit begins, Emit ends) {
        return new BeforeCall(new BeforeCall(to, FUNCTIONS::contains, begins), StageInstrument::isEnd, ends);
    }

    private static boolean isEnd(String name) {
        return name.startsWith("complete") || name.startsWith("postFire");
    }

    private static void begins(MethodVisitor to) {
        ofStage(to, "begins");
    }

    private static void ends(MethodVisitor to) {
        ofStage(to, "ends");
    }

    private static void ofStage(MethodVisitor to, String event) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitFieldInsn(Opcodes.GETFIELD, UNI, "dep", "L" + FUTURE + ";");
        TaskHook.call(to, event, "(Ljava/lang/Object;)V");
    }

    private static void made(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitVarInsn(Opcodes.ALOAD, 2);
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "io/lockdep/engine/StageEvents",
                "made",
                "(Ljava/lang/Object;Ljava/lang/Object;)V",
                false);
    }
}
