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

    private final @Nullable ClassFacts facts;
    private final boolean initialiserMatters;
    private final ClassLoader loader;
    private final Consumer<String> leftAlone;
    private String name = "";
    private int version;
    private @Nullable String file;
    private FieldNames fields = new FieldNames("", null);
    private int method;

    ProgramClass(
            ClassVisitor to,
            @Nullable ClassFacts facts,
            boolean initialiserMatters,
            ClassLoader loader,
            Consumer<String> leftAlone) {
        super(Opcodes.ASM9, to);
        this.facts = facts;
        this.initialiserMatters = initialiserMatters;
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
        if (initialiserMatters && version >= Opcodes.V1_5 && methodName.equals("<clinit>")) {
            to = new InitialiserHooks(to, Type.getObjectType(name));
        }
        if (facts == null) {
            return to;
        }
        MethodFacts about = facts.method(method++);
        SiteNumbers sites = new SiteNumbers(name, methodName, file, loader);
        int local = about.maxLocals();
        int next = about.guarded() ? local + SynchronizedMethodHooks.VARIABLES : local;
        boolean ofLock = isOfLock(access, methodName + descriptor, about);
        boolean ofPool = isOfPool(access, methodName, descriptor, about);
        MethodVisitor instrumented = to;
        if (about.mayLockMonitors()) {
            instrumented = new MonitorHooks(instrumented, next + variables(ofLock, ofPool), sites);
        }
        if (about.mayUseLocks()) {
            instrumented = new CallSiteHooks(instrumented, sites, fields);
        }
        if (about.mayLockMonitors() || about.mayUseLocks()) {
            instrumented = new RoleFlow(instrumented, sites, fields);
        }
        if (ofLock) {
            instrumented = new ProgramLockHooks(instrumented, next, methodName + descriptor);
        }
        if (ofPool) {
            instrumented = new PoolHooks(instrumented, next);
        }
        int givenBack = (access & Opcodes.ACC_STATIC) != 0 ? 0 : PoolCalls.givenBack(methodName, descriptor);
        if (about.mayUseLocks() && givenBack > 0) {
            instrumented = new AtStart(instrumented, back -> WaitHook.givesBack(back, givenBack));
        }
        return about.guarded() ? guarded(instrumented, access, methodName + descriptor, local, sites) : instrumented;
    }

    // A lock of no code locks nothing.
    private static boolean isOfLock(int access, String methodName, MethodFacts about) {
        return (access & Opcodes.ACC_STATIC) == 0
                && about.mayUseLocks()
                && !about.isTrivial()
                && ProgramLockHooks.mayBeOfLock(methodName);
    }

    private static boolean isOfPool(int access, String methodName, String descriptor, MethodFacts about) {
        return (access & Opcodes.ACC_STATIC) == 0
                && about.mayUseLocks()
                && !about.isTrivial()
                && PoolCalls.isAsking(methodName, descriptor);
    }

    private static int variables(boolean ofLock, boolean ofPool) {
        return ofLock ? ProgramLockHooks.VARIABLES : ofPool ? PoolHooks.VARIABLES : 0;
    }

    private MethodVisitor guarded(MethodVisitor to, int access, String methodName, int local, SiteNumbers sites) {
        boolean ofClass = (access & Opcodes.ACC_STATIC) != 0;
        if (ofClass && version < Opcodes.V1_5) {
            leftAlone.accept(name.replace('/', '.') + "." + methodName.substring(0, methodName.indexOf('('))
                    + " (static synchronized in a class file older than Java 5, which cannot name its class object)");
            return to;
        }
        boolean mayBeOfLock = !ofClass && ProgramLockHooks.isGuarding(methodName);
        return new SynchronizedMethodHooks(to, local, ofClass ? Type.getObjectType(name) : null, mayBeOfLock, sites);
    }
}
