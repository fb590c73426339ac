package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Instruments a lock class of the JDK. */
final class JdkLockClass extends ClassVisitor {

    private final JdkLock lock;

    JdkLockClass(ClassVisitor to, JdkLock lock) {
        super(Opcodes.ASM9, to);
        this.lock = lock;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodVisitor instrumented = lock.instrument(to, name, descriptor);
        return instrumented == null ? to : instrumented;
    }
}
