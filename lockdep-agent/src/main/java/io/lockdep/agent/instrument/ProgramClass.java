package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.ClassFacts.MethodFacts;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Instruments a class of the program: its monitors, the locks it makes, and its calls of lock methods. */
final class ProgramClass extends ClassVisitor {

    private final ClassFacts facts;
    private final ClassLoader loader;
    private final Consumer<String> leftAlone;
    private String name = "";
    private int version;
    private @Nullable String file;
    private FieldNames fields = new FieldNames("", null);
    private int method;

    ProgramClass(ClassVisitor to, ClassFacts facts, ClassLoader loader, Consumer<String> leftAlone) {
        super(Opcodes.ASM9, to);
        this.facts = facts;
        this.loader = loader;
        this.leftAlone = leftAlone;
    }

    @Override
    public void visit(
            int classVersion,
            int access,
            String className,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        version = classVersion & 0xffff;
        name = className;
        fields = new FieldNames(className, superName);
        super.visit(classVersion, access, className, signature, superName, interfaces);
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
        file = source;
        super.visitSource(source, debug);
    }

    @Override
    public FieldVisitor visitField(
            int access, String fieldName, String descriptor, @Nullable String signature, @Nullable Object value) {
        fields.declares(fieldName);
        return super.visitField(access, fieldName, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
            int access,
            String methodName,
            String descriptor,
            @Nullable String signature,
            String @Nullable [] exceptions) {
        MethodVisitor to = super.visitMethod(access, methodName, descriptor, signature, exceptions);
        MethodFacts about = facts.method(method++);
        SiteNumbers sites = new SiteNumbers(name, methodName, file, loader);
        int local = about.maxLocals();
        MethodVisitor instrumented = to;
        if (about.mayLockMonitors()) {
            instrumented = new MonitorHooks(
                    instrumented, about.guarded() ? local + SynchronizedMethodHooks.VARIABLES : local, sites);
        }
        if (about.mayUseLocks()) {
            instrumented = new CallSiteHooks(instrumented, sites, fields);
        }
        if (about.mayLockMonitors() || about.mayUseLocks()) {
            instrumented = new RoleFlow(instrumented, sites, fields);
        }
        return about.guarded() ? guarded(instrumented, access, methodName, local, sites) : instrumented;
    }

    private MethodVisitor guarded(MethodVisitor to, int access, String methodName, int local, SiteNumbers sites) {
        boolean ofClass = (access & Opcodes.ACC_STATIC) != 0;
        if (ofClass && version < Opcodes.V1_5) {
            leftAlone.accept(name.replace('/', '.') + "." + methodName
                    + " (static synchronized in a class file older than Java 5, which cannot name its class object)");
            return to;
        }
        return new SynchronizedMethodHooks(to, local, ofClass ? Type.getObjectType(name) : null, sites);
    }
}
