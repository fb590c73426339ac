package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.Map;

/** {@code java.util.concurrent.Exchanger}, JDK 17 to 25: a barrier of two. */
final class ExchangerInstrument {

    static final JdkType TYPE = new JdkSignal(
            "java/util/concurrent/Exchanger",
            Map.of(
                    "exchange(Ljava/lang/Object;)Ljava/lang/Object;", Does.MEETS,
                    "exchange(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;", Does.MEETS));

    private ExchangerInstrument() {}
}
