package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes calls of the engine's hooks. Named as text: the transformer may not load the classes that it names. */
final class Hook {

    static final String EVENTS = "io/lockdep/engine/LockEvents";
    private static final String STAMPS = "io/lockdep/engine/StampEvents";
    private static final String CONDITIONS = "io/lockdep/engine/ConditionEvents";
    private static final String PROGRAM_LOCKS = "io/lockdep/engine/ProgramLockEvents";
    static final String STATE = "io/lockdep/engine/HeldLocks";

    private static final String INITIALISATION = "io/lockdep/engine/InitEvents";

    private static final String ENGINE = "io/lockdep/engine/";

    private Hook() {}

    /** {@return whether methods of a class are hooks} */
    static boolean isOf(String owner) {
        return owner.startsWith(ENGINE);
    }

    static void beginInitialising(MethodVisitor to) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, INITIALISATION, "begin", "(Ljava/lang/Class;)V", false);
    }

    static void endInitialising(MethodVisitor to) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, INITIALISATION, "end", "(Ljava/lang/Class;)V", false);
    }

    static void monitorEnter(MethodVisitor to) {
        call(to, "monitorEnter", "(Ljava/lang/Object;L" + STATE + ";I)L" + STATE + ";");
    }

    static void monitorExit(MethodVisitor to) {
        call(to, "monitorExit", "(L" + STATE + ";Ljava/lang/Object;)V");
    }

    static void mapUpdate(MethodVisitor to) {
        call(to, "mapUpdate", "(Ljava/lang/Object;I)V");
    }

    static void mapEnter(MethodVisitor to) {
        call(to, "mapEnter", "(Ljava/lang/Object;L" + STATE + ";I)L" + STATE + ";");
    }

    static void loaderEnter(MethodVisitor to) {
        call(to, "loaderEnter", "(Ljava/lang/Object;I)L" + STATE + ";");
    }

    static void at(MethodVisitor to) {
        call(to, "at", "(I)V");
    }

    static void made(MethodVisitor to) {
        call(to, "made", "(Ljava/lang/Object;I)V");
    }

    static void kept(MethodVisitor to) {
        call(to, "kept", "(Ljava/lang/Object;I)V");
    }

    static void acquire(MethodVisitor to) {
        call(to, "acquire", "(Ljava/lang/Object;I)V");
    }

    static void acquireWriter(MethodVisitor to) {
        call(to, "acquireWriter", "(Ljava/lang/Object;I)V");
    }

    static void waiting(MethodVisitor to) {
        call(to, "waiting", "(IJ)I");
    }

    static void tried(MethodVisitor to) {
        call(to, "tried", "(ZLjava/lang/Object;I)V");
    }

    static void ended(MethodVisitor to) {
        call(to, "ended", "(ZLjava/lang/Object;I)V");
    }

    static void abandon(MethodVisitor to) {
        call(to, "abandon", "(Ljava/lang/Object;I)V");
    }

    static void release(MethodVisitor to) {
        call(to, "release", "(Ljava/lang/Object;I)Z");
        to.visitInsn(Opcodes.POP);
    }

    static void refused(MethodVisitor to) {
        call(to, "refused", "(Ljava/lang/Object;)V");
    }

    static void stamp(MethodVisitor to, String event, String descriptor) {
        call(to, STAMPS, event, descriptor);
    }

    static void awaits(MethodVisitor to) {
        call(to, CONDITIONS, "awaits", "(Ljava/lang/Object;Ljava/lang/Object;Z)V");
    }

    static void awaited(MethodVisitor to) {
        call(to, CONDITIONS, "awaited", "()V");
    }

    static void signals(MethodVisitor to) {
        call(to, CONDITIONS, "signals", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }

    static void conditionMade(MethodVisitor to) {
        call(to, CONDITIONS, "made", "(Ljava/lang/Object;I)V");
    }

    static void conditionMadeFor(MethodVisitor to) {
        call(to, CONDITIONS, "madeFor", "(Ljava/lang/Object;Ljava/lang/String;)V");
    }

    static void waits(MethodVisitor to) {
        call(to, CONDITIONS, "waits", "(Ljava/lang/Object;I)V");
    }

    static void waitsFor(MethodVisitor to) {
        call(to, CONDITIONS, "waits", "(Ljava/lang/Object;JI)J");
    }

    static void notifies(MethodVisitor to) {
        call(to, CONDITIONS, "notifies", "(Ljava/lang/Object;)V");
    }

    static void programLock(MethodVisitor to, String event, String descriptor) {
        call(to, PROGRAM_LOCKS, event, descriptor);
    }

    static void monitorEnterOfLock(MethodVisitor to) {
        call(to, PROGRAM_LOCKS, "monitorEnter", "(Ljava/lang/Object;I)L" + STATE + ";");
    }

    static void number(MethodVisitor to, int value) {
        if (value >= -1 && value <= 5) {
            to.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            to.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            to.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            to.visitLdcInsn(value);
        }
    }

    private static void call(MethodVisitor to, String name, String descriptor) {
        call(to, EVENTS, name, descriptor);
    }

    private static void call(MethodVisitor to, String owner, String name, String descriptor) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
