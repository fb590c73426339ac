package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * A lock type of the JDK with the methods of {@code java.util.concurrent.locks.Lock}: which of its methods are events.
 *
 * <p>One constant per type in its own class says what differs: how the lock is taken and which object stands for it.
 */
final class JdkLock implements JdkType {

    private final String type;
    private final int flags;
    private final @Nullable String identityField;
    private final @Nullable String identityType;

    /**
     * A lock type.
     *
     * @param type internal name
     * @param flags how it is taken, see the engine's {@code Acquisition}
     * @param identityField field of the object that stands for the lock, null if it stands for itself
     * @param identityType descriptor of that field
     */
    JdkLock(String type, int flags, @Nullable String identityField, @Nullable String identityType) {
        this.type = type;
        this.flags = flags;
        this.identityField = identityField;
        this.identityType = identityType;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "lock()V", "lockInterruptibly()V" -> new Blocking(to, flags);
            case "tryLock()Z" -> new Trying(to);
            case "tryLock(JLjava/util/concurrent/TimeUnit;)Z" -> new Timed(to, flags | Acquisition.TIMED);
            case "unlock()V" -> new Releasing(to);
            default -> null;
        };
    }

    private void loadLock(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        if (identityField != null) {
            to.visitFieldInsn(Opcodes.GETFIELD, type, identityField, identityType);
        }
    }

    // Only the write lock of a read-write lock has to be told apart: readers alone cannot block each other.
    private void announce(MethodVisitor to, int how) {
        loadLock(to);
        Hook.number(to, how);
        if (how != flags) {
            to.visitVarInsn(Opcodes.LLOAD, 1);
            Hook.waiting(to);
        }
        if (identityField != null && flags == Acquisition.EXCLUSIVE) {
            Hook.acquireWriter(to);
        } else {
            Hook.acquire(to);
        }
    }

    private class Blocking extends LockMethods {

        private final int how;

        Blocking(MethodVisitor to, int how) {
            super(to, type);
            this.how = how;
        }

        @Override
        void before() {
            announce(mv, how);
        }

        @Override
        void after() {
            // The lock is held as announced.
        }

        @Override
        void failed() {
            loadLock(mv);
            Hook.number(mv, how);
            Hook.abandon(mv);
        }
    }

    private final class Timed extends Blocking {

        private final int how;

        Timed(MethodVisitor to, int how) {
            super(to, how);
            this.how = how;
        }

        @Override
        void after() {
            mv.visitInsn(Opcodes.DUP);
            loadLock(mv);
            Hook.number(mv, how);
            Hook.ended(mv);
        }
    }

    private final class Trying extends LockMethods {

        Trying(MethodVisitor to) {
            super(to, type);
        }

        @Override
        void before() {
            // Nothing depends on a lock that is not waited for.
        }

        @Override
        void after() {
            mv.visitInsn(Opcodes.DUP);
            loadLock(mv);
            Hook.number(mv, flags);
            Hook.tried(mv);
        }

        @Override
        void failed() {
            // It was not taken.
        }
    }

    private final class Releasing extends LockMethods {

        Releasing(MethodVisitor to) {
            super(to, type);
        }

        @Override
        void before() {
            // Reported when it is done.
        }

        @Override
        void after() {
            loadLock(mv);
            Hook.number(mv, flags);
            Hook.release(mv);
        }

        @Override
        void failed() {
            loadLock(mv);
            Hook.refused(mv);
        }
    }
}
