package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of {@code ReentrantLock}, of the write lock of {@code ReentrantReadWriteLock} and of every lock of the
 * program that is made of an {@code AbstractQueuedSynchronizer}, JDK 17 to 25.
 *
 * <p>A wait is announced before it begins, and its end is told for the watchdog. A signal is told when it has been given:
 * who may not signal gets an exception.
 */
final class ConditionInstrument implements JdkType {

    private static final String LOCKS = "java/util/concurrent/locks/";

    static final ConditionInstrument CONDITION = new ConditionInstrument(LOCKS + "AbstractQueuedSynchronizer");
    static final ConditionInstrument LONG_CONDITION = new ConditionInstrument(LOCKS + "AbstractQueuedLongSynchronizer");

    private final String type;
    private final String synchronizer;

    private ConditionInstrument(String synchronizer) {
        this.type = synchronizer + "$ConditionObject";
        this.synchronizer = synchronizer;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "await()V", "awaitUninterruptibly()V" -> new Waiting(to, false);
            case "awaitNanos(J)J", "await(JLjava/util/concurrent/TimeUnit;)Z", "awaitUntil(Ljava/util/Date;)Z" ->
                new Waiting(to, true);
            case "signal()V", "signalAll()V" -> new Signalling(to);
            default -> null;
        };
    }

    private void loadBoth(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitInsn(Opcodes.DUP);
        to.visitFieldInsn(Opcodes.GETFIELD, type, "this$0", "L" + synchronizer + ";");
    }

    private final class Waiting extends LockMethods {

        private final boolean timed;

        Waiting(MethodVisitor to, boolean timed) {
            super(to, type);
            this.timed = timed;
        }

        @Override
        void before() {
            loadBoth(mv);
            Hook.number(mv, timed ? 1 : 0);
            Hook.awaits(mv);
        }

        @Override
        void after() {
            Hook.awaited(mv);
        }

        @Override
        void failed() {
            Hook.awaited(mv);
        }
    }

    private final class Signalling extends LockMethods {

        Signalling(MethodVisitor to) {
            super(to, type);
        }

        @Override
        void before() {
            // Who does not hold the lock may not signal.
        }

        @Override
        void after() {
            loadBoth(mv);
            Hook.signals(mv);
        }

        @Override
        void failed() {
            // Nobody was signalled.
        }
    }
}
