package io.lockdep.agent.instrument;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Follows values from the fields that they were read from to the places where they are locked, so that a lock whose making
 * was not seen is called after its field.
 *
 * <p>Stands in front of the hooks of a method and tells {@link SiteNumbers}, before each instruction that takes or keeps a
 * lock, where the lock comes from. A value is followed through variables, casts, arrays (an element has the role of its
 * array) and branches; where two ways meet that disagree, nothing is known. Ways back, to the head of a loop, are not
 * waited for: a variable that is given another field's value further down in a loop keeps the name it came with.
 */
final class RoleFlow extends MethodVisitor {

    private static final Set<String> VIEWS =
            Set.of("readLock", "writeLock", "asReadLock", "asWriteLock", "asReadWriteLock");

    private final SiteNumbers sites;
    private final FieldNames fields;
    private final Map<Label, RoleState> arriving = new HashMap<>();
    private final Set<Label> handlers = new HashSet<>();
    private RoleState now = new RoleState();
    private boolean reached = true;
    private boolean keepsInArray;

    /**
     * Follows the values of a method.
     *
     * @param to the hooks
     * @param sites is told where locks come from
     * @param fields names fields
     */
    RoleFlow(MethodVisitor to, SiteNumbers sites, FieldNames fields) {
        super(Opcodes.ASM9, to);
        this.sites = sites;
        this.fields = fields;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        handlers.add(handler);
        super.visitTryCatchBlock(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
        RoleState others = arriving.remove(label);
        if (handlers.contains(label)) {
            now = new RoleState();
            now.push(null);
        } else if (others != null) {
            now = reached ? now.meet(others) : others;
        } else if (!reached) {
            now = new RoleState();
        }
        reached = true;
        super.visitLabel(label);
    }

    @Override
    public void visitFrame(int type, int numLocal, @Nullable Object[] local, int numStack, @Nullable Object[] stack) {
        int slots = numStack;
        for (int i = 0; i < numStack; i++) {
            slots += Opcodes.LONG.equals(stack[i]) || Opcodes.DOUBLE.equals(stack[i]) ? 1 : 0;
        }
        now.fit(slots);
        super.visitFrame(type, numLocal, local, numStack, stack);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.MONITORENTER) {
            sites.comesFrom(now.top(0));
        } else if (opcode == Opcodes.AASTORE) {
            sites.goesInto(now.top(2));
            keepsInArray = true;
        }
        super.visitInsn(opcode);
        sites.comesFrom(null);
        sites.goesInto(null);
        now.run(opcode);
        if ((opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW) {
            reached = false;
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        super.visitIntInsn(opcode, operand);
        if (opcode == Opcodes.NEWARRAY) {
            now.pop(1);
        }
        now.push(null);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        super.visitVarInsn(opcode, index);
        switch (opcode) {
            case Opcodes.ALOAD -> now.push(now.local(index));
            case Opcodes.ASTORE -> now.store(index, now.raw(0), 1);
            case Opcodes.ILOAD, Opcodes.FLOAD -> now.push(null);
            case Opcodes.LLOAD, Opcodes.DLOAD -> now.pushUnknown(2);
            case Opcodes.ISTORE, Opcodes.FSTORE -> now.store(index, null, 1);
            case Opcodes.LSTORE, Opcodes.DSTORE -> now.store(index, null, 2);
            default -> now = new RoleState();
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        if (opcode == Opcodes.CHECKCAST) {
            return;
        }
        if (opcode != Opcodes.NEW) {
            now.pop(1);
        }
        now.push(opcode == Opcodes.NEW && MadeTypes.contains(type) ? RoleState.MADE : null);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        int size = Type.getType(descriptor).getSize();
        boolean puts = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
        if (puts) {
            sites.keeps(mayKeepLock(descriptor));
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
        sites.keeps(false);
        if (puts) {
            now.pop(opcode == Opcodes.PUTFIELD ? size + 1 : size);
        } else {
            now.pop(opcode == Opcodes.GETFIELD ? 1 : 0);
            if (size == 1) {
                now.push(descriptor.length() == 1 ? null : fields.role(owner, name));
            } else {
                now.pushUnknown(size);
            }
        }
    }

    // A field of another type could hold anything: only what the class itself has made, or a method of it returns, is
    // looked at.
    private boolean mayKeepLock(String descriptor) {
        if (descriptor.startsWith("[")) {
            return keepsInArray && descriptor.endsWith(";");
        }
        String kept = now.raw(0);
        return LockTypeNames.isOfLock(descriptor)
                || (RoleState.MADE.equals(kept) && descriptor.startsWith("Ljava/"))
                || (RoleState.RESULT.equals(kept) && MadeTypes.mayBeIn(descriptor));
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        int sizes = Type.getArgumentsAndReturnSizes(descriptor);
        int arguments = (sizes >> 2) - 1;
        int result = sizes & 3;
        boolean ofObject = opcode != Opcodes.INVOKESTATIC;
        String receiver = ofObject ? now.top(arguments) : null;
        String gives = null;
        if (VIEWS.contains(name) && arguments == 0) {
            gives = receiver;
        } else if (owner.equals("java/util/Objects") && name.equals("requireNonNull")) {
            gives = now.top(arguments - 1);
        } else if (!ofInterface && fields.isOwn(owner)) {
            gives = RoleState.RESULT;
        }
        sites.comesFrom(receiver);
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        sites.comesFrom(null);
        now.pop(ofObject ? arguments + 1 : arguments);
        returned(result, gives);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... constants) {
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, constants);
        int sizes = Type.getArgumentsAndReturnSizes(descriptor);
        now.pop((sizes >> 2) - 1);
        returned(sizes & 3, null);
    }

    private void returned(int size, @Nullable String role) {
        if (size == 1) {
            now.push(role);
        } else {
            now.pushUnknown(size);
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        super.visitLdcInsn(value);
        now.pushUnknown(value instanceof Long || value instanceof Double ? 2 : 1);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        super.visitMultiANewArrayInsn(descriptor, dimensions);
        now.pop(dimensions);
        now.push(null);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        super.visitJumpInsn(opcode, label);
        switch (opcode) {
            case Opcodes.GOTO -> {
                arrive(label);
                reached = false;
            }
            case Opcodes.JSR -> now = new RoleState();
            case Opcodes.IFNULL, Opcodes.IFNONNULL -> {
                now.pop(1);
                arrive(label);
            }
            default -> {
                now.pop(opcode <= Opcodes.IFLE ? 1 : 2);
                arrive(label);
            }
        }
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
        super.visitTableSwitchInsn(min, max, other, labels);
        choose(other, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        super.visitLookupSwitchInsn(other, keys, labels);
        choose(other, labels);
    }

    private void choose(Label other, Label... labels) {
        now.pop(1);
        arrive(other);
        for (Label label : labels) {
            arrive(label);
        }
        reached = false;
    }

    private void arrive(Label label) {
        RoleState others = arriving.get(label);
        arriving.put(label, others == null ? now.copy() : others.meet(now));
    }
}
