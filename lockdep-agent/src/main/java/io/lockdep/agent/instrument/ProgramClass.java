package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.ClassFacts.MethodFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Instruments a class of the program: its monitors, the locks it makes, and its calls of lock methods. */
final class ProgramClass extends ClassVisitor {

    // Of a method, in the class file: most variables, and most values on its stack; and those that hooks need.
    private static final int MOST = 0xffff;
    private static final int VARIABLES = SynchronizedMethodHooks.VARIABLES + 1;
    private static final int VALUES = 4;

    private final ClassFacts facts;
    private final ClassLoader loader;
    private final Map<String, String> leftAlone;
    private final List<String> methods = new ArrayList<>();
    private String name = "";
    private int version;
    private @Nullable String file;

    /**
     * Instruments a class.
     *
     * @param to receives it
     * @param facts what is known of it
     * @param loader its loader
     * @param leftAlone names and descriptors of methods to be left as they are, and why; grows when one turns out to be
     *     of them after it was written
     */
    ProgramClass(ClassVisitor to, ClassFacts facts, ClassLoader loader, Map<String, String> leftAlone) {
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
        boolean old = (classVersion & 0xffff) < Opcodes.V1_5;
        int written = old && facts.wantsJava5() ? Opcodes.V1_5 : classVersion;
        version = written & 0xffff;
        name = className;
        super.visit(written, access, className, signature, superName, interfaces);
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
        MethodFacts about = facts.method(methods.size());
        String key = methodName + descriptor;
        methods.add(key);
        boolean ofClass = about.guarded() && (access & Opcodes.ACC_STATIC) != 0;
        if (about.hasWork() && (about.maxLocals() > MOST - VARIABLES || about.maxStack() > MOST - VALUES)) {
            leftAlone.put(key, "it has " + about.maxLocals() + " variables and a stack of " + about.maxStack());
        } else if (ofClass && version < Opcodes.V1_5) {
            leftAlone.put(key, "static synchronized in a class file older than Java 5, which cannot name its class object");
        }
        return leftAlone.containsKey(key) ? to : instrumented(to, about, methodName, key, ofClass);
    }

    /** {@return name and descriptor of the n-th method} */
    String method(int n) {
        return methods.get(n);
    }

    private MethodVisitor instrumented(
            MethodVisitor to, MethodFacts about, String methodName, String key, boolean ofClass) {
        SiteNumbers sites = new SiteNumbers(name, methodName, file, loader);
        int local = about.maxLocals();
        MethodVisitor instrumented = to;
        if (about.mayLockMonitors()) {
            instrumented = new MonitorHooks(
                    instrumented, about.guarded() ? local + SynchronizedMethodHooks.VARIABLES : local, sites);
            instrumented = new UnbornMonitors(
                    instrumented,
                    methodName.equals("<init>"),
                    () -> leftAlone.put(key, "it locks an object whose constructor has not run yet"));
        }
        if (about.mayUseLocks()) {
            instrumented = new CallSiteHooks(instrumented, sites);
        }
        return about.guarded()
                ? new SynchronizedMethodHooks(instrumented, local, ofClass ? Type.getObjectType(name) : null, sites)
                : instrumented;
    }
}
