package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Instruments a class of the JDK. */
final class JdkClass extends ClassVisitor {

    private final JdkType type;

    JdkClass(ClassVisitor to, JdkType type) {
        super(Opcodes.ASM9, to);
        this.type = type;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodVisitor instrumented = type.instrument(new StackRoom(to), access, name, descriptor);
        return instrumented == null ? to : instrumented;
    }
}
