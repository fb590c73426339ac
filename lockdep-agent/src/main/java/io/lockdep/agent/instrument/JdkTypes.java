package io.lockdep.agent.instrument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes of the JDK that lockdep understands. A JDK that lacks one of them never loads it, so nothing has to ask. */
final class JdkTypes {

    private static final Map<String, JdkType> BY_NAME = byName(
            List.of(
                    ReentrantLockInstrument.LOCK,
                    ReentrantReadWriteLockInstrument.READ,
                    ReentrantReadWriteLockInstrument.WRITE,
                    StampedLockInstrument.LOCK,
                    ConditionInstrument.CONDITION,
                    ConditionInstrument.LONG_CONDITION),
            List.of(
                    ThreadInstrument.PLATFORM,
                    ThreadInstrument.VIRTUAL,
                    FutureTaskInstrument.TYPE,
                    ThreadPoolExecutorInstrument.TYPE,
                    ScheduledThreadPoolExecutorInstrument.TYPE,
                    CompletableFutureInstrument.TYPE,
                    ForkJoinTaskInstrument.TYPE),
            List.of(
                    SemaphoreInstrument.TYPE,
                    CountDownLatchInstrument.TYPE,
                    CyclicBarrierInstrument.TYPE,
                    PhaserInstrument.TYPE,
                    ExchangerInstrument.TYPE),
            HandOverQueueInstrument.ALL,
            BlockingQueueInstrument.ALL,
            AsyncInstrument.ALL,
            StageInstrument.ALL,
            AdaptedTaskInstrument.ALL);

    private JdkTypes() {}

    /** {@return what is known of a class of the JDK, null if nothing} */
    static @Nullable JdkType named(String internalName) {
        return BY_NAME.get(internalName);
    }

    @SafeVarargs
    private static Map<String, JdkType> byName(List<JdkType>... lists) {
        Map<String, JdkType> known = new HashMap<>();
        for (List<JdkType> types : lists) {
            for (JdkType type : types) {
                if (known.put(type.type(), type) != null) {
                    throw new IllegalStateException("listed twice: " + type.type());
                }
            }
        }
        return Map.copyOf(known);
    }
}
