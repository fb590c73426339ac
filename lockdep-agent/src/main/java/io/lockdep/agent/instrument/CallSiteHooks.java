package io.lockdep.agent.instrument;

import java.util.ArrayDeque;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine where the program makes locks, which names their class, and where it calls their methods.
 *
 * <p>The lock's own code reports the acquisition, but does not know its caller; reading the stack would cost
 * microseconds, so the caller leaves its number for the lock to find.
 */
final class CallSiteHooks extends EveryInstruction {

    private final SiteNumbers sites;
    private final ArrayDeque<String> open = new ArrayDeque<>();
    private @Nullable String fresh;
    private @Nullable String made;

    CallSiteHooks(MethodVisitor to, SiteNumbers sites) {
        super(to);
        this.sites = sites;
    }

    @Override
    void beforeInstruction() {
        fresh = null;
        String type = made;
        if (type != null) {
            report(sites.making(type));
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        if (opcode == Opcodes.NEW && LockTypeNames.isMade(type)) {
            fresh = type;
        }
    }

    // Only an object that is used further than its constructor is worth a name: new, dup, ..., <init>.
    @Override
    public void visitInsn(int opcode) {
        String type = fresh;
        super.visitInsn(opcode);
        if (opcode == Opcodes.DUP && type != null) {
            open.push(type);
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        beforeInstruction();
        boolean taking = opcode != Opcodes.INVOKESTATIC && LockTypeNames.isTaking(name, descriptor);
        if (taking) {
            Hook.number(mv, sites.taking());
            Hook.at(mv);
        }
        mv.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        if (taking && !LockTypeNames.isConsuming(owner)) {
            // Nobody may have taken notice, and a lock inside the JDK must not take it for its own.
            Hook.number(mv, 0);
            Hook.at(mv);
        }
        if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && owner.equals(open.peek())) {
            open.pop();
            made = owner;
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (made != null && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            report(sites.making(owner, name));
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    private void report(int site) {
        made = null;
        mv.visitInsn(Opcodes.DUP);
        Hook.number(mv, site);
        Hook.made(mv);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        sites.line(line);
        super.visitLineNumber(line, start);
    }
}
