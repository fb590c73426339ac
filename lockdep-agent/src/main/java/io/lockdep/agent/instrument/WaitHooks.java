package io.lockdep.agent.instrument;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Announces {@code wait}, {@code notify} and {@code notifyAll} where the program calls them; they are methods of {@code
 * Object} that cannot be instrumented themselves.
 *
 * <p>The receiver lies below the arguments. It is copied by moves on the operand stack only, so that no local variable,
 * no frame and no handler is needed.
 */
final class WaitHooks {

    private WaitHooks() {}

    /** {@return their names} */
    static Set<String> methods() {
        return Set.of("wait", "notify", "notifyAll");
    }

    /** {@return whether a virtual method of this name and descriptor is one of those} */
    static boolean isOf(String name, String descriptor) {
        return switch (name) {
            case "wait" -> descriptor.equals("()V") || descriptor.equals("(J)V") || descriptor.equals("(JI)V");
            case "notify", "notifyAll" -> descriptor.equals("()V");
            default -> false;
        };
    }

    /** Writes what comes before the call; receiver and arguments are on the stack and stay there. */
    static void before(MethodVisitor to, String name, String descriptor, SiteNumbers sites) {
        if (!name.equals("wait")) {
            to.visitInsn(Opcodes.DUP);
            Hook.notifies(to);
        } else if (descriptor.equals("()V")) {
            to.visitInsn(Opcodes.DUP);
            Hook.number(to, sites.taking());
            Hook.waits(to);
        } else if (descriptor.equals("(J)V")) {
            // o J
            to.visitInsn(Opcodes.DUP2_X1);
            to.visitInsn(Opcodes.POP2);
            // J o
            to.visitInsn(Opcodes.DUP);
            to.visitInsn(Opcodes.DUP2_X2);
            to.visitInsn(Opcodes.POP2);
            // o o J
            Hook.number(to, sites.taking());
            Hook.waitsFor(to);
        } else {
            // o J I: a wait of no time but some nanoseconds is one of a millisecond.
            to.visitInsn(Opcodes.DUP_X2);
            to.visitInsn(Opcodes.POP);
            // o I J
            to.visitInsn(Opcodes.DUP2_X2);
            to.visitInsn(Opcodes.POP2);
            // J o I
            to.visitInsn(Opcodes.DUP2_X2);
            // o I J o I
            to.visitInsn(Opcodes.POP);
            to.visitInsn(Opcodes.LCONST_1);
            Hook.number(to, sites.taking());
            Hook.waitsFor(to);
            to.visitInsn(Opcodes.POP2);
            // o I J
            to.visitInsn(Opcodes.DUP2_X1);
            to.visitInsn(Opcodes.POP2);
            // o J I
        }
    }
}
