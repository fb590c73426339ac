package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The locks inside objects of the JDK: two queues that have nothing to do with each other have two locks of two classes,
 * each called after its queue ({@code Service.queue / LinkedBlockingQueue.takeLock}).
 *
 * <p>They are found when the program has made the object, through its fields; a field that is no lock itself is an object
 * with locks inside. A field that a JDK does not have is left out. Fields are readable only under the agent.
 */
final class InnerLocks {

    private static final String CONCURRENT = "java.util.concurrent.";

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry(CONCURRENT + "LinkedBlockingQueue", "takeLock putLock"),
            Map.entry(CONCURRENT + "LinkedBlockingDeque", "lock"),
            Map.entry(CONCURRENT + "ArrayBlockingQueue", "lock"),
            Map.entry(CONCURRENT + "PriorityBlockingQueue", "lock"),
            Map.entry(CONCURRENT + "DelayQueue", "lock"),
            Map.entry(CONCURRENT + "CopyOnWriteArrayList", "lock"),
            Map.entry(CONCURRENT + "CopyOnWriteArraySet", "al"),
            Map.entry(CONCURRENT + "CyclicBarrier", "lock"),
            Map.entry(CONCURRENT + "ForkJoinPool", "registrationLock"),
            Map.entry(CONCURRENT + "ThreadPoolExecutor", "mainLock workQueue"),
            Map.entry(CONCURRENT + "ScheduledThreadPoolExecutor$DelayedWorkQueue", "lock"),
            Map.entry(CONCURRENT + "Executors$DelegatedExecutorService", "e"),
            Map.entry(CONCURRENT + "Executors$DelegatedScheduledExecutorService", "e"),
            Map.entry(CONCURRENT + "ConcurrentHashMap$CollectionView", "map"),
            Map.entry("java.util.Collections$SetFromMap", "m"),
            Map.entry("java.util.Collections$SynchronizedCollection", "mutex"),
            Map.entry("java.util.Collections$SynchronizedMap", "mutex"),
            Map.entry("java.util.Timer", "queue"),
            Map.entry("java.io.Writer", "lock"),
            Map.entry("java.io.Reader", "lock"));

    private static final int MAX_DEPTH = 4;
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    /** By type of the object; a type without any is in the map too. Guarded by this class. */
    private static final Map<String, List<Inner>> KNOWN = new HashMap<>();

    private InnerLocks() {}

    private record Inner(String name, MethodHandle getter) {}

    /** Links what reading a field needs, before a hook does it. */
    static void warmUp() {
        try {
            for (Inner each : of(CopyOnWriteArraySet.class)) {
                Object unused = (Object) each.getter.invokeExact((Object) new CopyOnWriteArraySet<Object>());
            }
        } catch (Throwable e) {
            // A field getter throws nothing for a receiver of its own type.
            Engine.internalError(e);
        }
    }

    /** Names the locks inside an object that was made at a place. */
    static void name(Object object, Site site) {
        if (object.getClass().getClassLoader() == null) {
            try {
                name(object, site, 0);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void name(Object object, Site site, int depth) throws Throwable {
        List<Inner> all = of(object.getClass());
        for (int i = 0; i < all.size(); i++) {
            Inner inner = all.get(i);
            Object lock = (Object) inner.getter.invokeExact(object);
            if (lock != null && lock != object) {
                LockClasses.inside(lock, site, inner.name);
                if (depth < MAX_DEPTH && lock.getClass().getClassLoader() == null) {
                    name(lock, site, depth + 1);
                }
            }
        }
    }

    private static synchronized List<Inner> of(Class<?> type) {
        List<Inner> known = KNOWN.get(type.getName());
        if (known == null) {
            known = find(type);
            KNOWN.put(type.getName(), known);
        }
        return known;
    }

    private static List<Inner> find(Class<?> type) {
        List<Inner> found = new ArrayList<>(2);
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            String fields = FIELDS.get(each.getName());
            if (fields != null) {
                for (String field : fields.split(" ", -1)) {
                    MethodHandle getter = getter(each, field);
                    if (getter != null) {
                        found.add(new Inner(simpleName(each) + "." + field, getter));
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable MethodHandle getter(Class<?> of, String field) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(of, MethodHandles.lookup());
            return lookup.unreflectGetter(of.getDeclaredField(field)).asType(GETTER);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    private static String simpleName(Class<?> type) {
        String name = type.getName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
