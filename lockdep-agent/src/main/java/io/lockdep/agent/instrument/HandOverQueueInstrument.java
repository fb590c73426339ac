package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.List;
import java.util.Map;

/**
 * {@code SynchronousQueue} and {@code LinkedTransferQueue} of {@code java.util.concurrent}, JDK 17 to 25: the queues that
 * are not made of locks and conditions. None of these methods calls another one.
 */
final class HandOverQueueInstrument {

    private static final String OFFER_TIMED = "offer(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z";
    private static final String POLL_TIMED = "poll(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;";

    static final List<JdkType> ALL = List.of(
            new JdkSignal(
                    "java/util/concurrent/SynchronousQueue",
                    Map.of(
                            "put(Ljava/lang/Object;)V",
                            Does.PUTS,
                            OFFER_TIMED,
                            Does.PUTS,
                            "offer(Ljava/lang/Object;)Z",
                            Does.ADDS,
                            "take()Ljava/lang/Object;",
                            Does.TAKES,
                            POLL_TIMED,
                            Does.TAKES,
                            "poll()Ljava/lang/Object;",
                            Does.POLLS)),
            new JdkSignal(
                    "java/util/concurrent/LinkedTransferQueue",
                    Map.of(
                            "transfer(Ljava/lang/Object;)V",
                            Does.PUTS,
                            "tryTransfer(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z",
                            Does.PUTS,
                            "tryTransfer(Ljava/lang/Object;)Z",
                            Does.ADDS,
                            "put(Ljava/lang/Object;)V",
                            Does.SIGNALS,
                            "add(Ljava/lang/Object;)Z",
                            Does.ADDS,
                            "offer(Ljava/lang/Object;)Z",
                            Does.ADDS,
                            OFFER_TIMED,
                            Does.ADDS,
                            "take()Ljava/lang/Object;",
                            Does.TAKES,
                            POLL_TIMED,
                            Does.TAKES,
                            "poll()Ljava/lang/Object;",
                            Does.POLLS)));

    private HandOverQueueInstrument() {}
}
