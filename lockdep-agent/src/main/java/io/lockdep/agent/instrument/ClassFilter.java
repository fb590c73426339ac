package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which classes belong to the program under test.
 *
 * <p>Not the JDK, not lockdep itself and not other agents: their locking is not the program's, and a checker that
 * instruments itself only slows down.
 */
public final class ClassFilter {

    private static final String[] OTHERS = {
        "io/lockdep/engine/",
        "io/lockdep/graph/",
        "io/lockdep/report/",
        "io/lockdep/locks/",
        "io/lockdep/slf4j/",
        "io/lockdep/agent/",
        "io/lockdep/cli/",
        "org/jacoco/agent/",
        "org/mockito/internal/",
        // Not a literal: relocation of the shaded copy would rename it.
        "net_bytebuddy_".replace('_', '/'),
        // What the JDK writes to call methods by reflection, in loaders of its own.
        "jdk/internal/reflect/",
        "reactor/blockhound/",
        "io/opentelemetry/javaagent/",
        "co/elastic/apm/agent/",
    };
    private static final String ROOT = "io/lockdep/";

    private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    /**
     * A filter.
     *
     * @param include patterns of binary names, {@code *} is any text; empty for all
     * @param exclude patterns of names that are left alone, stronger than {@code include}
     */
    public ClassFilter(List<String> include, List<String> exclude) {
        this.include = patterns(include);
        this.exclude = patterns(exclude);
    }

    /**
     * Whether a class is the program's.
     *
     * @param loader its loader, null for the boot loader
     * @param name its internal name
     * @return true if its locks are to be watched
     */
    boolean isOfProgram(@Nullable ClassLoader loader, String name) {
        if (loader == null || loader == PLATFORM) {
            return false;
        }
        // Public classes of lockdep itself are in the root package; the simulation and the examples are below it.
        if (name.startsWith(ROOT) && name.lastIndexOf('/') < ROOT.length()) {
            return false;
        }
        for (String prefix : OTHERS) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        if (include.isEmpty() && exclude.isEmpty()) {
            return true;
        }
        String binary = name.replace('/', '.');
        return (include.isEmpty() || matches(include, binary)) && !matches(exclude, binary);
    }

    /** {@return whether a class is part of lockdep} */
    static boolean isOwn(String name) {
        return name.startsWith(ROOT);
    }

    static boolean matches(List<Pattern> patterns, String name) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    static List<Pattern> patterns(List<String> globs) {
        List<Pattern> patterns = new ArrayList<>(globs.size());
        for (String glob : globs) {
            StringBuilder regex = new StringBuilder();
            for (String part : glob.split("\\*", -1)) {
                regex.append(Pattern.quote(part)).append(".*");
            }
            regex.setLength(regex.length() - 2);
            patterns.add(Pattern.compile(regex.toString()));
        }
        return List.copyOf(patterns);
    }
}
