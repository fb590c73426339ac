package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.ClassFacts.MethodFacts;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Instruments the monitors of a class of the JDK, as {@link ProgramClass} does those of the program's. */
final class JdkMonitorClass extends ClassVisitor {

    private static final String CLASS_LOADER = "java/lang/ClassLoader";
    private static final String MAP = "java/util/concurrent/ConcurrentHashMap";

    private final ClassFacts facts;
    private String name = "";
    private @Nullable String file;
    private int method;

    JdkMonitorClass(ClassVisitor to, ClassFacts facts) {
        super(Opcodes.ASM9, to);
        this.facts = facts;
    }

    @Override
    public void visit(
            int version,
            int access,
            String className,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        name = className;
        super.visit(version, access, className, signature, superName, interfaces);
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
        file = source;
        super.visitSource(source, debug);
    }

    @Override
    public MethodVisitor visitMethod(
            int access,
            String methodName,
            String descriptor,
            @Nullable String signature,
            String @Nullable [] exceptions) {
        MethodVisitor to = super.visitMethod(access, methodName, descriptor, signature, exceptions);
        MethodVisitor room = new StackRoom(to);
        MethodFacts about = facts.method(method++);
        SiteNumbers sites = new SiteNumbers(name, methodName, file, null);
        int local = about.maxLocals();
        MethodVisitor instrumented = room;
        if (about.mayLockMonitors()) {
            instrumented = blocks(
                    instrumented,
                    methodName,
                    about.guarded() ? local + SynchronizedMethodHooks.VARIABLES : local,
                    sites);
        }
        if (about.guarded()) {
            boolean ofClass = (access & Opcodes.ACC_STATIC) != 0;
            instrumented = new SynchronizedMethodHooks(
                    instrumented, local, ofClass ? Type.getObjectType(name) : null, false, sites);
        }
        return instrumented == room ? to : instrumented;
    }

    private MethodVisitor blocks(MethodVisitor to, String methodName, int state, SiteNumbers sites) {
        if (name.startsWith(MAP)) {
            return name.equals(MAP) && MapUpdateHooks.isUpdate(methodName)
                    ? new MapUpdateHooks(to, state, sites, MapUpdateHooks.isCalling(methodName))
                    : to;
        }
        return name.equals(CLASS_LOADER) ? new LoaderHooks(to, state, sites) : new MonitorHooks(to, state, sites);
    }
}
