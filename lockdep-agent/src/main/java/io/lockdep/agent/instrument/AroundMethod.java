package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Wraps a method of a class of the JDK, each of the three ends by instructions of its own. Not for constructors. */
final class AroundMethod extends LockMethods {

    private final Emit before;
    private final Emit after;
    private final Emit failed;

    /**
     * Wraps a method.
     *
     * @param to receives the instrumented code
     * @param owner internal name of its class
     * @param before written before its own code
     * @param after written before each return; a result is on the stack and must stay there
     * @param failed written where it has thrown; the exception is on the stack and must stay there
     */
    AroundMethod(MethodVisitor to, String owner, Emit before, Emit after, Emit failed) {
        super(to, owner);
        this.before = before;
        this.after = after;
        this.failed = failed;
    }

    @Override
    void before() {
        before.to(mv);
    }

    @Override
    void after() {
        after.to(mv);
    }

    @Override
    void failed() {
        failed.to(mv);
    }
}
