package io.lockdep.agent.instrument;

import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Class files that no compiler at hand writes: of any version, with instructions and flags of any kind. */
final class Assembled {

    static final String NAME = "Odd";
    static final String EVENTS = "io/lockdep/engine/LockEvents";

    private static final String OBJECT = "java/lang/Object";
    private static final String RUN = "()Ljava/lang/Object;";

    private final ClassWriter writer;

    private Assembled(int version, int access, int flags) {
        writer = new ClassWriter(flags);
        writer.visit(version, access, NAME, null, OBJECT, null);
        writer.visitSource("Odd.java", null);
    }

    /** A class whose frames are computed, if its version has any. */
    static Assembled of(int version) {
        boolean frames = (version & 0xffff) >= Opcodes.V1_6;
        int access = Opcodes.ACC_SUPER | Opcodes.ACC_PUBLIC;
        return new Assembled(version, access, frames ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
    }

    /** A class whose code says its frames itself. */
    static Assembled withoutFrames(int version) {
        return new Assembled(version, Opcodes.ACC_SUPER | Opcodes.ACC_PUBLIC, ClassWriter.COMPUTE_MAXS);
    }

    static Assembled ofInterface(int version) {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
        return new Assembled(version, access, ClassWriter.COMPUTE_FRAMES);
    }

    Assembled method(int access, String name, String descriptor, Consumer<MethodVisitor> code) {
        MethodVisitor to = writer.visitMethod(access, name, descriptor, null, null);
        if ((access & Opcodes.ACC_ABSTRACT) == 0) {
            to.visitCode();
            code.accept(to);
            to.visitMaxs(0, 0);
        }
        to.visitEnd();
        return this;
    }

    /** The method that is run. */
    Assembled run(int access, Consumer<MethodVisitor> code) {
        return method(access | Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC, "run", RUN, code);
    }

    Assembled run(Consumer<MethodVisitor> code) {
        return run(0, code);
    }

    /** A constructor that does nothing, with code before the call of the one above it. */
    Assembled constructor(Consumer<MethodVisitor> first) {
        return method(0, "<init>", "()V", to -> {
            first.accept(to);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
            to.visitInsn(Opcodes.RETURN);
        });
    }

    Assembled field(int access, String name, String descriptor) {
        writer.visitField(access, name, descriptor, null, null).visitEnd();
        return this;
    }

    byte[] bytes() {
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A lock in a variable, around some code: what javac writes for a synchronized block, its handler included. */
    static void block(MethodVisitor to, int variable, Consumer<MethodVisitor> body) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label handled = new Label();
        Label out = new Label();
        to.visitTryCatchBlock(start, end, handler, null);
        to.visitTryCatchBlock(handler, handled, handler, null);
        to.visitVarInsn(Opcodes.ALOAD, variable);
        to.visitInsn(Opcodes.MONITORENTER);
        to.visitLabel(start);
        body.accept(to);
        to.visitVarInsn(Opcodes.ALOAD, variable);
        to.visitInsn(Opcodes.MONITOREXIT);
        to.visitLabel(end);
        to.visitJumpInsn(Opcodes.GOTO, out);
        to.visitLabel(handler);
        to.visitVarInsn(Opcodes.ALOAD, variable);
        to.visitInsn(Opcodes.MONITOREXIT);
        to.visitLabel(handled);
        to.visitInsn(Opcodes.ATHROW);
        to.visitLabel(out);
    }

    /** Puts a new object into a variable. */
    static void make(MethodVisitor to, int variable) {
        to.visitTypeInsn(Opcodes.NEW, OBJECT);
        to.visitInsn(Opcodes.DUP);
        to.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        to.visitVarInsn(Opcodes.ASTORE, variable);
    }

    /** Pushes how many locks the engine says that this thread holds, as a text. */
    static void depth(MethodVisitor to) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, "depth", "()I", false);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
    }

    static void call(MethodVisitor to, int opcode, String name, String descriptor) {
        to.visitMethodInsn(opcode, NAME, name, descriptor, false);
    }

    /** Instructions of so many bytes that do nothing. */
    static void fill(MethodVisitor to, int size) {
        for (int i = 0; i < size; i++) {
            to.visitInsn(Opcodes.NOP);
        }
    }
}
