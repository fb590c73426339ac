package io.lockdep.differential.drivers;

import java.io.File;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Timer;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What reflection, serial versions, annotations and stack traces say about classes that the agent rewrites. */
public final class Reflection {

    private static final List<Class<?>> OF_THE_JDK = List.of(
            Thread.class,
            Vector.class,
            Timer.class,
            StringBuffer.class,
            Collections.synchronizedList(new ArrayList<>()).getClass(),
            CompletableFuture.class,
            CountDownLatch.class,
            CyclicBarrier.class,
            Exchanger.class,
            ForkJoinPool.class,
            FutureTask.class,
            LinkedBlockingQueue.class,
            Phaser.class,
            Semaphore.class,
            ThreadPoolExecutor.class,
            ReentrantLock.class,
            ReentrantReadWriteLock.class,
            StampedLock.class);

    private Reflection() {}

    /** Prints a line per class: all of two libraries, of this one and some of the JDK. */
    public static void main(String[] args) throws Exception {
        for (Class<?> type : OF_THE_JDK) {
            print(type);
        }
        for (String library : List.of("h2-", "logback-core-", "drivers-")) {
            for (String name : classes(library)) {
                try {
                    print(Class.forName(name, false, Reflection.class.getClassLoader()));
                } catch (LinkageError e) {
                    System.out.println(name + " " + e);
                }
            }
        }
        traces();
    }

    private static List<String> classes(String library) throws Exception {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).getName().startsWith(library))
                .findFirst()
                .orElseThrow();
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.startsWith("META-INF")
                            && !name.equals("module-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static void print(Class<?> type) throws Exception {
        Sum sum = new Sum();
        sum.add(Modifier.toString(type.getModifiers())).add(type.getGenericSuperclass());
        sum.add(Arrays.toString(type.getGenericInterfaces())).add(Arrays.toString(type.getAnnotations()));
        sum.add(type.getEnclosingMethod()).add(type.isRecord()).add(type.isSealed());
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            members.add(field.toGenericString() + " " + field.isSynthetic() + annotations(field));
        }
        for (Method method : type.getDeclaredMethods()) {
            members.add(method.toGenericString() + executable(method) + method.isDefault() + method.isBridge());
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            members.add(constructor.toGenericString() + executable(constructor));
        }
        Stream.of(type.getDeclaredClasses()).map(Class::toGenericString).forEach(members::add);
        // Their order depends on where the JVM has their names.
        members.stream().sorted().forEach(sum::add);
        ObjectStreamClass serial = Serializable.class.isAssignableFrom(type) ? ObjectStreamClass.lookup(type) : null;
        System.out.println(type.getName()
                + ' '
                + members.size()
                + ' '
                + sum
                + ' '
                + (serial == null ? "" : serial.getSerialVersionUID()));
    }

    private static String executable(Executable method) {
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : method.getParameters()) {
            text.append(' ').append(parameter).append(parameter.isNamePresent()).append(annotations(parameter));
        }
        return text + " " + Integer.toHexString(method.getModifiers()) + annotations(method);
    }

    private static String annotations(java.lang.reflect.AnnotatedElement element) {
        return Arrays.toString(element.getAnnotations())
                + (element instanceof AccessibleObject object && object.isAnnotationPresent(Deprecated.class));
    }

    /** Exceptions out of every kind of locked code: same class, message and frames, with their lines. */
    private static void traces() {
        Locked locked = new Locked();
        thrown(locked::inMethod);
        thrown(locked::inBlock);
        thrown(locked::inNested);
        thrown(locked::inLock);
        thrown(Locked::inStatic);
        thrown(locked::onNull);
        thrown(locked::notHeld);
        thrown(locked::notLocked);
        thrown(locked::negative);
        thrown(() -> locked.recursive(200));
        try {
            Locked.class.getDeclaredMethod("inMethod").invoke(locked);
        } catch (InvocationTargetException e) {
            System.out.println(e.getCause().getStackTrace()[0]);
        } catch (ReflectiveOperationException e) {
            System.out.println(e);
        }
        StackWalker.getInstance(StackWalker.Option.SHOW_REFLECT_FRAMES)
                .forEach(frame -> System.out.println(frame.toStackTraceElement()));
    }

    private static void thrown(Runnable code) {
        try {
            code.run();
            System.out.println("nothing thrown");
        } catch (RuntimeException e) {
            System.out.println(e);
            for (StackTraceElement frame : e.getStackTrace()) {
                if (!frame.toString().contains("Lambda")) {
                    System.out.println("    " + frame);
                }
            }
        }
        System.out.println("    held afterwards: " + Thread.holdsLock(Locked.class) + " " + Locked.LOCK.isLocked());
    }

    /** Code that fails while it holds locks. */
    private static final class Locked {

        static final ReentrantLock LOCK = new ReentrantLock();
        private final Object inner = new Object();

        synchronized void inMethod() {
            throw new IllegalStateException("in a method, " + Thread.holdsLock(this));
        }

        static synchronized void inStatic() {
            throw new IllegalStateException("in a static method, " + Thread.holdsLock(Locked.class));
        }

        void inBlock() {
            synchronized (this) {
                throw new IllegalStateException("in a block, " + Thread.holdsLock(this));
            }
        }

        void inNested() {
            synchronized (this) {
                synchronized (inner) {
                    Objects.requireNonNull(null, "nested, " + Thread.holdsLock(inner));
                }
            }
        }

        void inLock() {
            LOCK.lock();
            try {
                throw new IllegalStateException("in a lock, " + LOCK.getHoldCount());
            } finally {
                LOCK.unlock();
            }
        }

        void onNull() {
            Object none = null;
            synchronized (none) {
                System.out.println("cannot be");
            }
        }

        void notHeld() {
            inner.notifyAll();
        }

        void notLocked() {
            LOCK.unlock();
        }

        void negative() {
            new Semaphore(1).acquireUninterruptibly(-1);
        }

        synchronized void recursive(int depth) {
            if (depth == 0) {
                throw new IllegalStateException("deep down");
            }
            recursive(depth - 1);
        }
    }
}
