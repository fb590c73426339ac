package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.Map;

/** {@code java.util.concurrent.CountDownLatch}, JDK 17 to 25. Whoever counts down is one of those who are waited for. */
final class CountDownLatchInstrument {

    static final JdkType TYPE = new JdkSignal(
            "java/util/concurrent/CountDownLatch",
            Map.of(
                    "await()V", Does.AWAITS,
                    "await(JLjava/util/concurrent/TimeUnit;)Z", Does.AWAITS,
                    "countDown()V", Does.SIGNALS));

    private CountDownLatchInstrument() {}
}
