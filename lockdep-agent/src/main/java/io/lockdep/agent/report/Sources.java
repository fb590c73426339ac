package io.lockdep.agent.report;

import org.jspecify.annotations.Nullable;

/** Finds source files. A JVM knows them only as {@code com/acme/Cache.java}; tools want paths inside the repository. */
@FunctionalInterface
public interface Sources {

    /** Knows no file. */
    Sources NONE = below -> null;

    /**
     * Finds a file.
     *
     * @param below its place below whatever source root it has
     * @return its place in the repository, parts separated by slashes; null if it is not there
     */
    @Nullable
    String find(String below);
}
