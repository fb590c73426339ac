package io.lockdep.agent.instrument;

import io.lockdep.engine.Acquisition;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes calls of the engine's hooks for semaphores, signals and pools. */
final class WaitHook {

    private static final String SUPPLY = "io/lockdep/engine/SupplyEvents";
    private static final String SIGNAL = "io/lockdep/engine/SignalEvents";
    private static final String POOL = "io/lockdep/engine/PoolEvents";
    private static final String TIME = "JLjava/util/concurrent/TimeUnit;)";

    private WaitHook() {}

    /** {@return a call about a signal, which is what {@code load} puts on the stack} */
    static Emit signal(String event, Emit load) {
        return to -> {
            load.to(to);
            call(to, SIGNAL, event, "(Ljava/lang/Object;)V");
        };
    }

    /** {@return a call about a wait for a signal, timed if the method's descriptor says so} */
    static Emit wait(String event, Emit load, String descriptor) {
        return to -> {
            load.to(to);
            how(to, descriptor);
            call(to, SIGNAL, event, "(Ljava/lang/Object;I)V");
        };
    }

    /** {@return a call about a wait at a queue of some capacity, timed if the method's descriptor says so} */
    static Emit buffer(String event, Emit capacity, String descriptor) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            how(to, descriptor);
            capacity.to(to);
            call(to, SIGNAL, event, "(Ljava/lang/Object;II)V");
        };
    }

    /** {@return a call that says that the wait is over} */
    static Emit waited() {
        return to -> call(to, SIGNAL, "waited", "()V");
    }

    /** {@return a call about a result, which is on the stack and stays there, and the signal} */
    static Emit result(String event, String type) {
        return to -> {
            to.visitInsn(Opcodes.DUP);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, SIGNAL, event, "(" + type + "Ljava/lang/Object;)V");
        };
    }

    /** {@return a call about a semaphore and what {@code load} puts on the stack} */
    static Emit permits(String event, Emit load) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            load.to(to);
            call(to, SUPPLY, event, "(Ljava/lang/Object;I)V");
        };
    }

    /** {@return a call about permits that are about to be waited for, timed if the method's descriptor says so} */
    static Emit takes(Emit count, String descriptor) {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            count.to(to);
            how(to, descriptor);
            call(to, SUPPLY, "takes", "(Ljava/lang/Object;II)V");
        };
    }

    /** {@return a call about permits and whether they were taken, which {@code taken} puts on the stack} */
    static Emit permits(String event, Emit taken, Emit count) {
        return to -> {
            taken.to(to);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            count.to(to);
            call(to, SUPPLY, event, "(ZLjava/lang/Object;I)V");
        };
    }

    /** {@return a call about a semaphore} */
    static Emit resized() {
        return to -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, SUPPLY, "resized", "(Ljava/lang/Object;)V");
        };
    }

    /** {@return a call about a semaphore and how many permits were left, which is on the stack and stays there} */
    static Emit drained() {
        return to -> {
            to.visitInsn(Opcodes.DUP);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            call(to, SUPPLY, "drained", "(ILjava/lang/Object;)V");
        };
    }

    /** Calls about a pool that is on the stack, for {@code got} with a unit above it. */
    static void pool(MethodVisitor to, String event) {
        call(
                to,
                POOL,
                event,
                event.equals("got") ? "(Ljava/lang/Object;Ljava/lang/Object;)V" : "(Ljava/lang/Object;)V");
    }

    /** What may be a unit, in a variable, is given back. */
    static void givesBack(MethodVisitor to, int variable) {
        to.visitVarInsn(Opcodes.ALOAD, variable);
        pool(to, "givesBack");
    }

    /** Calls about what may be a pool, which is on the stack, with the number of the place above it. */
    static void kept(MethodVisitor to) {
        call(to, POOL, "kept", "(Ljava/lang/Object;I)V");
    }

    private static void how(MethodVisitor to, String descriptor) {
        if (descriptor.contains(TIME)) {
            Hook.number(to, Acquisition.TIMED);
            to.visitVarInsn(Opcodes.LLOAD, descriptor.startsWith("(J") ? 1 : 2);
            Hook.waiting(to);
        } else {
            Hook.number(to, Acquisition.EXCLUSIVE);
        }
    }

    private static void call(MethodVisitor to, String owner, String event, String descriptor) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, event, descriptor, false);
    }
}
