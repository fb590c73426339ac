package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.concurrent.CyclicBarrier}, JDK 17 to 25. Who comes waits for all others, who come in the same way; the
 * condition by which it is made says nothing more.
 */
final class CyclicBarrierInstrument implements JdkType {

    static final CyclicBarrierInstrument TYPE = new CyclicBarrierInstrument();

    private final JdkSignal signal = new JdkSignal(
            "java/util/concurrent/CyclicBarrier",
            Map.of("await()I", Does.MEETS, "await(JLjava/util/concurrent/TimeUnit;)I", Does.MEETS));

    private CyclicBarrierInstrument() {}

    @Override
    public String type() {
        return signal.type();
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return name.equals("<init>")
                ? ConditionFields.silent(type()).instrument(to, access, name, descriptor)
                : signal.instrument(to, access, name, descriptor);
    }
}
