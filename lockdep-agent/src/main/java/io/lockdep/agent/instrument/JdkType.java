package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A class of the JDK that lockdep understands: which of its methods are events. One class per type, listed in {@link
 * JdkTypes}.
 */
interface JdkType {

    /** {@return its internal name} */
    String type();

    /**
     * Instruments a method.
     *
     * @param to receives the instrumented code
     * @param access its access flags
     * @param name its name
     * @param descriptor its descriptor
     * @return the visitor for the method, or null if the method is no event
     */
    @Nullable
    MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor);
}
