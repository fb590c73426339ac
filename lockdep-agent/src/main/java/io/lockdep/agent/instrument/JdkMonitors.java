package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK whose monitors are watched: a program can hold them while code of its own runs, or takes them
 * without seeing that it does.
 *
 * <p>Left out are monitors under which the JDK never calls anybody, which can be part of no ring, and those that the engine
 * would take itself.
 */
public final class JdkMonitors {

    /** Those that nobody has asked to change. */
    public static final JdkMonitors USUAL = new JdkMonitors(List.of());

    /** With the classes nested in them. */
    private static final Set<String> OUTERMOST = Set.of(
            "java/lang/ClassLoader",
            "java/lang/StringBuffer",
            "java/io/BufferedInputStream",
            "java/io/BufferedOutputStream",
            "java/io/BufferedReader",
            "java/io/BufferedWriter",
            "java/io/CharArrayWriter",
            "java/io/PipedInputStream",
            "java/io/PipedOutputStream",
            "java/io/PipedReader",
            "java/io/PipedWriter",
            "java/io/PrintStream",
            "java/io/PrintWriter",
            "java/io/PushbackInputStream",
            "java/io/PushbackReader",
            "java/io/Reader",
            "java/io/SequenceInputStream",
            "java/io/Writer",
            "java/util/Hashtable",
            "java/util/Observable",
            "java/util/Properties",
            "java/util/Stack",
            "java/util/Timer",
            "java/util/TimerTask",
            "java/util/TimerThread",
            "java/util/Vector",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/CopyOnWriteArrayList",
            "sun/nio/cs/StreamDecoder",
            "sun/nio/cs/StreamEncoder");

    private static final String[] PREFIXES = {"java/util/Collections$Synchronized", "java/util/logging/"};

    private final List<Pattern> more;
    private final List<Pattern> less;

    /**
     * The usual classes, changed.
     *
     * @param patterns of binary names, {@code *} is any text: more classes, or, behind a minus sign, classes left alone
     */
    public JdkMonitors(List<String> patterns) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.startsWith("-")) {
                removed.add(pattern.substring(1));
            } else {
                added.add(pattern);
            }
        }
        more = ClassFilter.patterns(added);
        less = ClassFilter.patterns(removed);
    }

    /** {@return whether the monitors of a class are watched} */
    boolean watches(@Nullable ClassLoader loader, String name) {
        if (loader != null) {
            return false;
        }
        boolean watched = isUsual(name);
        if (more.isEmpty() && less.isEmpty()) {
            return watched;
        }
        String binary = name.replace('/', '.');
        return (watched || (ClassFilter.matches(more, binary) && !ClassFilter.isOwn(name)))
                && !ClassFilter.matches(less, binary);
    }

    private static boolean isUsual(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        int nested = name.indexOf('$');
        return OUTERMOST.contains(nested < 0 ? name : name.substring(0, nested));
    }
}
