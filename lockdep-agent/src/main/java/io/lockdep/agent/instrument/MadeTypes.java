package io.lockdep.agent.instrument;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of the JDK whose objects are named where the program makes them: they are locks, or have locks inside.
 *
 * <p>Any object can be used as a lock. Naming all of them here would be paid for by the many that never are; the others get
 * their name from {@link RoleFlow} when they are locked.
 */
final class MadeTypes {

    private static final String OBJECT = "java/lang/Object";
    private static final String BUFFER = "java/lang/StringBuffer";
    private static final String COLLECTIONS = "java/util/Collections";
    private static final String EXECUTORS = "java/util/concurrent/Executors";
    private static final String MAP = "java/util/concurrent/ConcurrentHashMap";
    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String FUTURE = CONCURRENT + "CompletableFuture";

    private static final Set<String> NAMES = Set.of(
            OBJECT,
            BUFFER,
            CONCURRENT + "locks/ReentrantLock",
            CONCURRENT + "locks/ReentrantReadWriteLock",
            CONCURRENT + "locks/StampedLock",
            MAP,
            CONCURRENT + "CopyOnWriteArrayList",
            CONCURRENT + "CopyOnWriteArraySet",
            CONCURRENT + "LinkedBlockingQueue",
            CONCURRENT + "LinkedBlockingDeque",
            CONCURRENT + "ArrayBlockingQueue",
            CONCURRENT + "PriorityBlockingQueue",
            CONCURRENT + "DelayQueue",
            CONCURRENT + "CyclicBarrier",
            CONCURRENT + "CountDownLatch",
            CONCURRENT + "Semaphore",
            CONCURRENT + "Phaser",
            CONCURRENT + "Exchanger",
            CONCURRENT + "SynchronousQueue",
            CONCURRENT + "LinkedTransferQueue",
            FUTURE,
            CONCURRENT + "ThreadPoolExecutor",
            CONCURRENT + "ScheduledThreadPoolExecutor",
            CONCURRENT + "ForkJoinPool",
            "java/util/Vector",
            "java/util/Stack",
            "java/util/Hashtable",
            "java/util/Properties",
            "java/util/Timer",
            "java/io/PrintStream",
            "java/io/PrintWriter",
            "java/io/BufferedWriter",
            "java/io/BufferedReader",
            "java/io/BufferedInputStream",
            "java/io/BufferedOutputStream",
            "java/io/OutputStreamWriter",
            "java/io/InputStreamReader",
            "java/io/FileWriter",
            "java/io/FileReader",
            "java/io/PipedInputStream",
            "java/io/PipedOutputStream",
            "java/util/logging/ConsoleHandler",
            "java/util/logging/FileHandler",
            "java/util/logging/MemoryHandler",
            "java/util/logging/SocketHandler",
            "java/util/logging/StreamHandler");

    private static final Set<String> OF_COLLECTIONS = Set.of(
            "synchronizedCollection",
            "synchronizedSet",
            "synchronizedSortedSet",
            "synchronizedNavigableSet",
            "synchronizedList",
            "synchronizedMap",
            "synchronizedSortedMap",
            "synchronizedNavigableMap",
            "newSetFromMap");

    private static final Set<String> OF_EXECUTORS = Set.of(
            "newFixedThreadPool",
            "newWorkStealingPool",
            "newSingleThreadExecutor",
            "newCachedThreadPool",
            "newSingleThreadScheduledExecutor",
            "newScheduledThreadPool",
            "newThreadPerTaskExecutor",
            "newVirtualThreadPerTaskExecutor",
            "unconfigurableExecutorService",
            "unconfigurableScheduledExecutorService");

    private static final String KEY_SET = "newKeySet";

    private MadeTypes() {}

    /** {@return whether a constructor of this type makes one} */
    static boolean contains(String internalName) {
        return NAMES.contains(internalName);
    }

    /** {@return whether what was made is one of these, by its constructor or a static method} */
    static boolean isOfJdk(String made) {
        return NAMES.contains(made) || made.indexOf('.') > 0;
    }

    /** {@return whether objects of this type are so many that only those are named that are kept at once} */
    static boolean isNamedIfKept(String internalName) {
        return internalName.equals(OBJECT) || internalName.equals(BUFFER) || internalName.equals(FUTURE);
    }

    /** {@return whether a method of a collection keeps its last argument, as a field would} */
    static boolean isKeptBy(String owner, String method) {
        return owner.startsWith("java/util/")
                && (method.equals("put") || method.equals("putIfAbsent") || method.equals("add"));
    }

    /** {@return whether a field of this descriptor may have one that is not a lock by its type} */
    static boolean mayBeIn(String descriptor) {
        return descriptor.equals("Ljava/lang/Object;")
                || (descriptor.startsWith("Ljava/util/")
                        && (descriptor.endsWith("Map;")
                                || descriptor.endsWith("Set;")
                                || descriptor.endsWith("List;")
                                || descriptor.endsWith("Collection;")
                                || descriptor.endsWith("Queue;")
                                || descriptor.endsWith("Deque;")));
    }

    /** {@return all of them} */
    static Set<String> names() {
        return NAMES;
    }

    /** {@return what a static method makes, null if it is none of those that make one} */
    static @Nullable String madeBy(String owner, String method) {
        boolean makes = switch (owner) {
            case COLLECTIONS -> OF_COLLECTIONS.contains(method);
            case EXECUTORS -> OF_EXECUTORS.contains(method);
            case MAP -> method.equals(KEY_SET);
            default -> false;
        };
        return makes ? owner + "." + method : null;
    }

    /** {@return the names of the static methods that make one} */
    static Collection<String> methods() {
        Set<String> names = new HashSet<>(OF_COLLECTIONS);
        names.addAll(OF_EXECUTORS);
        names.add(KEY_SET);
        return names;
    }
}
