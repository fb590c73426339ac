package io.lockdep.agent.instrument;

import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * A type of the JDK at which threads wait for what others do: which of its methods are which event.
 *
 * <p>One constant per type in its own class says so. A method with a timeout takes it last, with its unit.
 */
final class JdkSignal implements JdkType {

    /** What a method does. */
    enum Does {
        /** Waits for somebody who signals. */
        AWAITS,
        /** Signals, and waits for others who do. */
        MEETS,
        /** Signals. */
        SIGNALS,
        /** Puts something into a queue, and waits until it is taken. */
        PUTS,
        /** Takes something out of a queue, and waits until it is there. */
        TAKES,
        /** Puts something into a queue, without waiting; returns whether it could. */
        ADDS,
        /** Takes something out of a queue, without waiting; returns null if there is nothing. */
        POLLS
    }

    private static final Emit THIS = to -> to.visitVarInsn(Opcodes.ALOAD, 0);

    private final String type;
    private final Emit load;
    private final Map<String, Does> methods;

    /**
     * A type.
     *
     * @param type internal name
     * @param methods by name and descriptor
     */
    JdkSignal(String type, Map<String, Does> methods) {
        this(type, THIS, methods);
    }

    /**
     * A type of which another object is what is waited for.
     *
     * @param type internal name
     * @param load puts that object on the stack
     * @param methods by name and descriptor
     */
    JdkSignal(String type, Emit load, Map<String, Does> methods) {
        this.type = type;
        this.load = load;
        this.methods = methods;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        Does does = methods.get(name + descriptor);
        if (does == null) {
            return null;
        }
        return switch (does) {
            case AWAITS -> waiting(to, "awaits", descriptor);
            case MEETS -> waiting(to, "meets", descriptor);
            case PUTS -> waiting(to, "puts", descriptor);
            case TAKES -> waiting(to, "takes", descriptor);
            case SIGNALS -> new AtStart(to, WaitHook.signal("signals", load));
            case ADDS -> new AtReturn(to, WaitHook.result("added", "Z"));
            case POLLS -> new AtReturn(to, WaitHook.result("polled", "Ljava/lang/Object;"));
        };
    }

    private MethodVisitor waiting(MethodVisitor to, String event, String descriptor) {
        Emit waited = WaitHook.waited();
        return new AroundMethod(to, type, WaitHook.wait(event, load, descriptor), waited, waited);
    }
}
