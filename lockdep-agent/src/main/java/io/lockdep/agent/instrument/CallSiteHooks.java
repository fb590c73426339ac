package io.lockdep.agent.instrument;

import java.util.ArrayDeque;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine where the program makes locks and conditions, which names their class, and where it calls their
 * methods or waits on a monitor.
 *
 * <p>The lock's own code reports the acquisition, but does not know its caller; reading the stack would cost
 * microseconds, so the caller leaves its number for the lock to find.
 */
final class CallSiteHooks extends EveryInstruction {

    private static final String CONDITION = "java/util/concurrent/locks/Condition";

    private final SiteNumbers sites;
    private final FieldNames fields;
    private final ArrayDeque<String> open = new ArrayDeque<>();
    private @Nullable String fresh;
    private @Nullable String made;
    private boolean duplicated;

    CallSiteHooks(MethodVisitor to, SiteNumbers sites, FieldNames fields) {
        super(to);
        this.sites = sites;
        this.fields = fields;
    }

    /** {@return whether a call of such a method is watched, or its result is named, for some opcode} */
    static boolean concern(String owner, String name, String descriptor) {
        return WaitHooks.isOf(name, descriptor)
                || LockTypeNames.isTaking(name, descriptor)
                || isConditionMade(name, descriptor)
                || PoolCalls.isAsking(name, descriptor)
                || PoolCalls.isClosing(owner, name, descriptor)
                || TaskCalls.handsOver(owner, name, descriptor) != null
                || MadeTypes.madeBy(owner, name) != null;
    }

    private static boolean isConditionMade(String name, String descriptor) {
        return name.equals("newCondition") && descriptor.equals("()L" + CONDITION + ";");
    }

    @Override
    void beforeInstruction() {
        fresh = null;
        duplicated = false;
        if (made != null && MadeTypes.isNamedIfKept(made)) {
            made = null;
        }
        keep();
    }

    // A lock of a type that does not look like one is known by the field only that it is stored into.
    private static boolean isNamed(String type) {
        return type.equals(CONDITION) || MadeTypes.isOfJdk(type) || LockTypeNames.isMade(type);
    }

    private void keep() {
        String type = made;
        made = null;
        if (type != null && isNamed(type)) {
            report(type, sites.making(type));
        }
    }

    // Who jumps here has other objects on the stack than the code above.
    @Override
    public void visitLabel(Label label) {
        super.visitLabel(label);
        open.clear();
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        if (opcode == Opcodes.NEW) {
            fresh = type;
        }
    }

    // Only an object that is used further than its constructor is worth a name: new, dup, ..., <init>.
    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.AASTORE || opcode == Opcodes.ARETURN) {
            keep();
        }
        String type = fresh;
        super.visitInsn(opcode);
        if (opcode == Opcodes.DUP && type != null) {
            open.push(type);
            duplicated = true;
        }
    }

    // new, dup, store, ..., <init>: the object is in the variable, and what lies on top after <init> is not known.
    @Override
    public void visitVarInsn(int opcode, int index) {
        if (opcode == Opcodes.ASTORE) {
            keep();
            if (duplicated) {
                open.clear();
            }
        }
        super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        if (MadeTypes.isKeptBy(owner, name)) {
            keep();
        }
        beforeInstruction();
        if (opcode == Opcodes.INVOKEVIRTUAL && WaitHooks.isOf(name, descriptor)) {
            WaitHooks.before(mv, name, descriptor, sites);
        }
        if (opcode != Opcodes.INVOKESTATIC && PoolCalls.isClosing(owner, name, descriptor)) {
            mv.visitInsn(Opcodes.DUP);
            WaitHook.pool(mv, "givesBack");
        }
        boolean taking = opcode != Opcodes.INVOKESTATIC
                && (LockTypeNames.isTaking(name, descriptor) || PoolCalls.isAsking(name, descriptor));
        String work = taking ? null : TaskCalls.handsOver(owner, name, descriptor);
        if (taking) {
            Hook.number(mv, sites.taking());
            Hook.at(mv);
        } else if (work != null) {
            Hook.number(mv, sites.handingOver(work));
            TaskHook.call(mv, "handing", "(I)V");
        }
        mv.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        if (work != null) {
            Hook.number(mv, 0);
            TaskHook.call(mv, "handing", "(I)V");
        } else if (taking && !LockTypeNames.isConsuming(owner)) {
            // Nobody may have taken notice, and a lock inside the JDK must not take it for its own.
            Hook.number(mv, 0);
            Hook.at(mv);
        }
        if (isConditionMade(name, descriptor)) {
            made = CONDITION;
        }
        if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && owner.equals(open.peek())) {
            open.pop();
            made = owner;
        } else if (opcode == Opcodes.INVOKESTATIC) {
            made = MadeTypes.madeBy(owner, name);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if ((opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) && !fields.isCopy(owner, name)) {
            String type = made;
            made = null;
            if (type != null && (isNamed(type) || LockTypeNames.isLockField(descriptor))) {
                report(type, sites.keeping(fields.role(owner, name)));
            } else if (PoolCalls.mayKeep(descriptor)) {
                mv.visitInsn(Opcodes.DUP);
                Hook.number(mv, sites.keeping(fields.role(owner, name)));
                WaitHook.kept(mv);
            } else if (sites.isKept()) {
                mv.visitInsn(Opcodes.DUP);
                Hook.number(mv, sites.keeping(fields.role(owner, name)));
                Hook.kept(mv);
            }
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    private void report(String type, int site) {
        mv.visitInsn(Opcodes.DUP);
        Hook.number(mv, site);
        if (type.equals(CONDITION)) {
            Hook.conditionMade(mv);
        } else if (MadeTypes.isOfJdk(type)) {
            Hook.made(mv);
        } else {
            Hook.programLock(mv, "made", "(Ljava/lang/Object;I)V");
        }
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        sites.line(line);
        super.visitLineNumber(line, start);
    }
}
