package io.lockdep.agent;

import io.lockdep.engine.LockEvents;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Waits until somebody else in the JVM uses a part of the JDK, and joins in then.
 *
 * <p>Using JMX or JFR first would start them, which costs time and fixes settings that the program may still want to make.
 * So nothing is done until a class of theirs is loaded; then, on a thread of its own, since that class is needed by
 * whoever loads it.
 */
final class Arrival implements ClassFileTransformer, Runnable {

    private final String awaited;
    private final Runnable join;
    private final AtomicBoolean seen = new AtomicBoolean();

    private Arrival(String awaited, Runnable join) {
        this.awaited = awaited.replace('.', '/');
        this.join = join;
    }

    /**
     * Waits for a class.
     *
     * @param awaited its name
     * @param join is run once, when the class has been loaded
     */
    static void await(Instrumentation instrumentation, String awaited, Runnable join) {
        Arrival arrival = new Arrival(awaited, join);
        instrumentation.addTransformer(arrival);
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(awaited)) {
                arrival.start();
                return;
            }
        }
    }

    /** {@return whether this JVM has a module; one of the JDK's own may be left out of it} */
    static boolean hasModule(String name) {
        return ModuleLayer.boot().findModule(name).isPresent();
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null && awaited.equals(name)) {
            start();
        }
        return null;
    }

    private void start() {
        if (!seen.compareAndSet(false, true)) {
            return;
        }
        boolean was = LockEvents.enter();
        try {
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
                group = parent;
            }
            Thread thread = new Thread(group, this, "lockdep-arrival", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        } finally {
            LockEvents.leave(was);
        }
    }

    @Override
    public void run() {
        LockEvents.enter();
        try {
            join.run();
        } catch (RuntimeException | LinkageError e) {
            Console.line("no findings there: " + e);
        }
    }
}
