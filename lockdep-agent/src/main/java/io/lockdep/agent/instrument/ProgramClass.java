package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.ClassFacts.MethodFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Instruments a class of the program: its monitors, the locks it makes, and its calls of lock methods. */
final class ProgramClass extends ClassVisitor {

    // Of a method, in the class file: most variables, and most values on its stack; and those that hooks need.
    private static final int MOST = 0xffff;
    private static final int VARIABLES = SynchronizedMethodHooks.VARIABLES + ProgramLockHooks.VARIABLES + 1;

    private final @Nullable ClassFacts facts;
    private final boolean initialiserMatters;
    private final ClassLoader loader;
    private final Map<String, String> leftAlone;
    private final List<String> methods = new ArrayList<>();
    private String name = "";
    private int version;
    private @Nullable String file;
    private FieldNames fields = new FieldNames("", null);

    /**
     * Instruments a class.
     *
     * @param to receives it
     * @param facts what is known of its locks, null if it has none
     * @param initialiserMatters whether its initialiser is watched
     * @param loader its loader
     * @param leftAlone names and descriptors of methods to be left as they are, and why; grows when one turns out to be
     *     of them after it was written
     */
    ProgramClass(
            ClassVisitor to,
            @Nullable ClassFacts facts,
            boolean initialiserMatters,
            ClassLoader loader,
            Map<String, String> leftAlone) {
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
        boolean old = (classVersion & 0xffff) < Opcodes.V1_5;
        int written = old && facts != null && facts.wantsJava5() ? Opcodes.V1_5 : classVersion;
        version = written & 0xffff;
        name = className;
        fields = new FieldNames(className, superName);
        super.visit(written, access, className, signature, superName, interfaces);
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
        file = source;
        super.visitSource(source, debug);
    }

    @Override
    public FieldVisitor visitField(
            int access, String fieldName, String descriptor, @Nullable String signature, @Nullable Object value) {
        fields.declares(fieldName, access);
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
        MethodFacts about = facts == null ? MethodFacts.NOTHING : facts.method(methods.size());
        String key = methodName + descriptor;
        methods.add(key);
        if (about.hasWork() && (about.maxLocals() > MOST - VARIABLES || about.maxStack() > MOST - StackRoom.VALUES)) {
            leftAlone.put(key, "it has " + about.maxLocals() + " variables and a stack of " + about.maxStack());
        } else if (about.guarded() && isStatic(access) && version < Opcodes.V1_5) {
            leftAlone.put(
                    key, "static synchronized in a class file older than Java 5, which cannot name its class object");
        }
        if (leftAlone.containsKey(key)) {
            return to;
        }
        boolean initialiser = initialiserMatters && version >= Opcodes.V1_5 && methodName.equals("<clinit>");
        MethodVisitor room = new StackRoom(to);
        MethodVisitor instrumented = initialiser ? new InitialiserHooks(room, Type.getObjectType(name)) : room;
        if (about.hasWork()) {
            instrumented = instrumented(instrumented, about, access, methodName, descriptor);
        }
        return instrumented == room ? to : instrumented;
    }

    /** {@return whether a method may be one of a lock or of a pool, if its class is one} */
    static boolean isOfLock(String methodName, String descriptor) {
        return ProgramLockHooks.mayBeOfLock(methodName + descriptor)
                || PoolCalls.isAsking(methodName, descriptor)
                || PoolCalls.givenBack(methodName, descriptor) > 0;
    }

    /** {@return name and descriptor of the n-th method} */
    String method(int n) {
        return methods.get(n);
    }

    /** {@return the one that was begun last} */
    @Nullable
    String lastMethod() {
        return methods.isEmpty() ? null : methods.get(methods.size() - 1);
    }

    private MethodVisitor instrumented(
            MethodVisitor to, MethodFacts about, int access, String methodName, String descriptor) {
        String key = methodName + descriptor;
        SiteNumbers sites = new SiteNumbers(name, methodName, file, loader);
        int local = about.maxLocals();
        int next = about.guarded() ? local + SynchronizedMethodHooks.VARIABLES : local;
        boolean ofLock = isOfLock(access, key, about);
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
        if (about.mayLockMonitors()) {
            instrumented = new UnbornMonitors(
                    instrumented,
                    methodName.equals("<init>"),
                    () -> leftAlone.put(key, "it locks an object whose constructor has not run yet"));
        }
        if (ofLock) {
            instrumented = new ProgramLockHooks(instrumented, next, key);
        }
        if (ofPool) {
            instrumented = new PoolHooks(instrumented, next);
        }
        int givenBack = isStatic(access) ? 0 : PoolCalls.givenBack(methodName, descriptor);
        if (about.mayUseLocks() && givenBack > 0) {
            instrumented = new AtStart(instrumented, back -> WaitHook.givesBack(back, givenBack));
        }
        return about.guarded() ? guarded(instrumented, access, key, local, sites) : instrumented;
    }

    // A lock of no code locks nothing.
    private static boolean isOfLock(int access, String methodName, MethodFacts about) {
        return !isStatic(access)
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
        boolean ofClass = isStatic(access);
        boolean mayBeOfLock = !ofClass && ProgramLockHooks.isGuarding(methodName);
        return new SynchronizedMethodHooks(to, local, ofClass ? Type.getObjectType(name) : null, mayBeOfLock, sites);
    }

    private static boolean isStatic(int access) {
        return (access & Opcodes.ACC_STATIC) != 0;
    }
}
