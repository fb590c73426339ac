package io.lockdep.benchmarks.child;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** An agent that is handed every class and leaves it alone: what the JVM itself takes for that. */
public final class EmptyTransformer implements ClassFileTransformer {

    private EmptyTransformer() {}

    /**
     * Asks to be handed classes.
     *
     * @param arguments ignored
     * @param instrumentation of the JVM
     */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new EmptyTransformer(), true);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        return null;
    }
}
