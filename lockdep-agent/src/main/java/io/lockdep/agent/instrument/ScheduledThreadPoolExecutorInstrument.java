package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;

/** {@code java.util.concurrent.ScheduledThreadPoolExecutor}, JDK 17 to 25: it queues its tasks by a way of its own. */
final class ScheduledThreadPoolExecutorInstrument implements JdkType {

    static final ScheduledThreadPoolExecutorInstrument TYPE = new ScheduledThreadPoolExecutorInstrument();

    private ScheduledThreadPoolExecutorInstrument() {}

    @Override
    public String type() {
        return "java/util/concurrent/ScheduledThreadPoolExecutor";
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return name.equals("delayedExecute") ? new AtStart(to, TaskHook.ofArgumentAndThis("queues")) : null;
    }
}
