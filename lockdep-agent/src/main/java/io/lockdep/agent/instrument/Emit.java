package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Writes some instructions, which leave the stack as they found it. */
@FunctionalInterface
interface Emit {

    /** Writes nothing. */
    Emit NOTHING = to -> {};

    /**
     * Writes the instructions.
     *
     * @param to receives them
     */
    void to(MethodVisitor to);
}
