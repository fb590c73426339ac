package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.Map;

/** {@code java.util.concurrent.CyclicBarrier}, JDK 17 to 25. Who comes waits for all others, who come in the same way. */
final class CyclicBarrierInstrument {

    static final JdkType TYPE = new JdkSignal(
            "java/util/concurrent/CyclicBarrier",
            Map.of("await()I", Does.MEETS, "await(JLjava/util/concurrent/TimeUnit;)I", Does.MEETS));

    private CyclicBarrierInstrument() {}
}
