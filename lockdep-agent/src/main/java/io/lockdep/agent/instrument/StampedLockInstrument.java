package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.concurrent.locks.StampedLock}, JDK 17 to 25, by stamps and by its views, which call it.
 *
 * <p>Optimistic reads wait for nobody and are no events. {@code unlock(stamp)} calls one of the two methods that know
 * how it was held.
 */
final class StampedLockInstrument implements JdkType {

    static final StampedLockInstrument LOCK = new StampedLockInstrument();

    private static final String TYPE = "java/util/concurrent/locks/StampedLock";
    private static final int WRITE = Acquisition.EXCLUSIVE | Acquisition.ONCE;
    private static final int READ = Acquisition.SHARED | Acquisition.ONCE;
    private static final String[] TRIED = {"tried", "(JLjava/lang/Object;I)V"};
    private static final String[] RELEASED = {"released", "(Ljava/lang/Object;I)V"};
    private static final String[] RELEASED_IF = {"released", "(ZLjava/lang/Object;I)V"};
    private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)J";

    private StampedLockInstrument() {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public @Nullable MethodVisitor instrument(MethodVisitor to, int access, String name, String descriptor) {
        return switch (name + descriptor) {
            case "writeLock()J", "writeLockInterruptibly()J" -> new Taking(to, WRITE);
            case "readLock()J", "readLockInterruptibly()J" -> new Taking(to, READ);
            case "tryWriteLock" + TIMED -> new Taking(to, WRITE | Acquisition.TIMED);
            case "tryReadLock" + TIMED -> new Taking(to, READ | Acquisition.TIMED);
            case "tryWriteLock()J" -> new Afterwards(to, WRITE, TRIED);
            case "tryReadLock()J" -> new Afterwards(to, READ, TRIED);
            case "unlockWrite(J)V", "unstampedUnlockWrite()V" -> new Afterwards(to, WRITE, RELEASED);
            case "unlockRead(J)V", "unstampedUnlockRead()V" -> new Afterwards(to, READ, RELEASED);
            case "tryUnlockWrite()Z" -> new Afterwards(to, WRITE, RELEASED_IF);
            case "tryUnlockRead()Z" -> new Afterwards(to, READ, RELEASED_IF);
            case "tryConvertToWriteLock(J)J", "tryConvertToReadLock(J)J", "tryConvertToOptimisticRead(J)J" ->
                new Converting(to);
            default -> null;
        };
    }

    /** Announced, and taken back if it fails. */
    private static final class Taking extends LockMethods {

        private final int how;
        private final boolean timed;

        Taking(MethodVisitor to, int how) {
            super(to, TYPE);
            this.how = how;
            this.timed = (how & Acquisition.TIMED) != 0;
        }

        @Override
        void before() {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(mv, how);
            if (timed) {
                mv.visitVarInsn(Opcodes.LLOAD, 1);
                Hook.waiting(mv);
            }
            if ((how & Acquisition.SHARED) == 0) {
                Hook.acquireWriter(mv);
            } else {
                Hook.acquire(mv);
            }
        }

        @Override
        void after() {
            if (timed) {
                mv.visitInsn(Opcodes.DUP2);
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                Hook.number(mv, how);
                Hook.stamp(mv, "ended", "(JLjava/lang/Object;I)V");
            }
        }

        @Override
        void failed() {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(mv, how);
            Hook.abandon(mv);
        }
    }

    /** Told when it is done. */
    private static final class Afterwards extends LockMethods {

        private final int how;
        private final String[] event;

        Afterwards(MethodVisitor to, int how, String[] event) {
            super(to, TYPE);
            this.how = how;
            this.event = event;
        }

        @Override
        void before() {
            // Nothing is waited for.
        }

        @Override
        void after(int returning) {
            if (returning == Opcodes.LRETURN) {
                mv.visitInsn(Opcodes.DUP2);
            } else if (returning == Opcodes.IRETURN) {
                mv.visitInsn(Opcodes.DUP);
            }
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.number(mv, how);
            Hook.stamp(mv, event[0], event[1]);
        }

        // Only a release throws, of what is not held.
        @Override
        void failed() {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.refused(mv);
        }
    }

    /** Told when it is done, with both stamps. */
    private static final class Converting extends LockMethods {

        Converting(MethodVisitor to) {
            super(to, TYPE);
        }

        @Override
        void before() {
            // Nothing is waited for.
        }

        @Override
        void after() {
            mv.visitInsn(Opcodes.DUP2);
            mv.visitVarInsn(Opcodes.LLOAD, 1);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.stamp(mv, "converted", "(JJLjava/lang/Object;)V");
        }

        @Override
        void failed() {
            // It throws nothing.
        }
    }
}
