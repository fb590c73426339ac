package io.lockdep.agent.instrument;

import io.lockdep.engine.InitEvents;
import io.lockdep.engine.LockEvents;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import org.jspecify.annotations.Nullable;

/**
 * The class file transformer: decides what is instrumented, and survives what cannot be.
 *
 * <p>Registered as retransformation-capable. Anything else would hand agents that came before it other bytes than the
 * class file's, which destroys JaCoCo's coverage, and could not reach JDK classes, which are loaded already.
 */
public final class LockTransformer implements ClassFileTransformer {

    private static final String PROBE = "io/lockdep/agent/SelfTestProbe";

    private final ClassFilter filter;
    private final JdkMonitors jdkMonitors;
    private final Consumer<String> tell;
    private final boolean each;
    private final AtomicInteger transformed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    /**
     * A transformer.
     *
     * @param filter the program's classes
     * @param tell is told of the first class or method that is left alone
     */
    public LockTransformer(ClassFilter filter, Consumer<String> tell) {
        this(filter, JdkMonitors.USUAL, tell, false);
    }

    /**
     * A transformer.
     *
     * @param filter the program's classes
     * @param jdkMonitors the classes of the JDK whose monitors are watched
     * @param tell is told of classes and methods that are left alone
     * @param each whether of each, or only of the first
     */
    public LockTransformer(ClassFilter filter, JdkMonitors jdkMonitors, Consumer<String> tell, boolean each) {
        this.filter = filter;
        this.jdkMonitors = jdkMonitors;
        this.tell = tell;
        this.each = each;
    }

    /**
     * Whether a class that is loaded already has to be transformed again.
     *
     * @param type the class
     * @return true if it is one of the JDK that is understood, or a class of the program
     */
    public boolean wants(Class<?> type) {
        if (type.isArray() || type.isPrimitive() || type.isHidden()) {
            return false;
        }
        String name = type.getName().replace('.', '/');
        ClassLoader loader = type.getClassLoader();
        return jdkType(loader, name) != null || jdkMonitors.watches(loader, name) || filter.isOfProgram(loader, name);
    }

    /** {@return how many classes were instrumented} */
    public int transformedCount() {
        return transformed.get();
    }

    /** {@return how many classes or methods were left as they were although they lock} */
    public int failedCount() {
        return failed.get();
    }

    /** {@return the first of them and why} */
    public @Nullable String firstFailure() {
        return firstFailure.get();
    }

    /**
     * Counts something that is not watched.
     *
     * @param what its name
     * @param why the reason
     */
    public void failed(String what, Throwable why) {
        failed(what + " (" + why + ")");
    }

    private void failed(String what) {
        failed.incrementAndGet();
        boolean first = firstFailure.compareAndSet(null, what);
        if (each) {
            tell.accept("not instrumented, so not watched: " + what);
        } else if (first) {
            tell.accept("not instrumented, so not watched: " + what
                    + "; it runs as it is; name it in exclude= to hear no more of it. Further ones are counted at"
                    + " exit, and named with verbose=true");
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null) {
            return null;
        }
        JdkType jdkType = jdkType(loader, name);
        boolean monitors = jdkMonitors.watches(loader, name);
        if (jdkType == null
                && !monitors
                && (loader == null || (!filter.isOfProgram(loader, name) && !name.equals(PROBE)))) {
            return null;
        }
        // Locks that class loading and byte code writing take are not the program's.
        boolean was = LockEvents.enter();
        try {
            return loader == null
                    ? instrumentJdk(bytes, jdkType, monitors)
                    : instrumentProgram(bytes, name, loader, redefined != null);
        } catch (Throwable e) {
            failed(name.replace('/', '.'), e);
            return null;
        } finally {
            LockEvents.leave(was);
        }
    }

    // A hook in a class whose loader does not find the engine, or finds another one, would break the program.
    private static boolean seesEngine(ClassLoader loader) {
        try {
            return Class.forName(LockEvents.class.getName(), false, loader) == LockEvents.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static @Nullable JdkType jdkType(@Nullable ClassLoader loader, String name) {
        return loader == null ? JdkTypes.named(name) : null;
    }

    private byte @Nullable [] instrumentJdk(byte[] bytes, @Nullable JdkType type, boolean monitors) {
        byte[] result = type == null ? bytes : rewrite(bytes, writer -> new JdkClass(writer, type));
        ClassFacts facts = monitors ? ClassFacts.of(result) : null;
        if (facts != null) {
            result = rewrite(result, writer -> new JdkMonitorClass(writer, facts));
        }
        if (result == bytes) {
            return null;
        }
        transformed.incrementAndGet();
        return result;
    }

    private byte @Nullable [] instrumentProgram(byte[] bytes, String name, ClassLoader loader, boolean again) {
        CodeScan scan = new CodeScan(new Constants(bytes));
        ClassFacts facts = ClassFacts.of(scan);
        ClassCodeReader.Reading read = ClassCodeReader.read(name.replace('/', '.'), scan);
        if (read.initialiserMatters() || read.code().matters()) {
            InitEvents.loaded(loader, read.code(), again);
        }
        if (facts == null && !read.initialiserMatters()) {
            return null;
        }
        if (!seesEngine(loader)) {
            failed(name.replace('/', '.') + " (its class loader "
                    + loader.getClass().getName()
                    + " does not find lockdep; let it delegate io.lockdep to its parent)");
            return null;
        }
        byte[] result = new ProgramRewrite(bytes, name, facts, read.initialiserMatters(), loader).write(this::failed);
        transformed.incrementAndGet();
        return result;
    }

    private interface Instrument {
        ClassVisitor before(ClassWriter writer);
    }

    // Frames are extended, as computing them would load classes.
    private static byte[] rewrite(byte[] bytes, Instrument instrument) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(instrument.before(writer), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}
