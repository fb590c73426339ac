package io.lockdep.cli;

import io.lockdep.agent.report.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds source files below folders of the current one, as code scanning wants their paths relative to the repository. */
final class SourceFolders implements Sources {

    private static final Set<String> LANGUAGES = Set.of("java", "kotlin", "scala", "groovy");
    private static final int DEPTH = 6;

    private final Path top;
    private final List<Path> folders;
    private final Map<String, String> known = new HashMap<>();

    private SourceFolders(Path top, List<Path> folders) {
        this.top = top;
        this.folders = folders;
    }

    /**
     * Folders to look in.
     *
     * @param top the repository
     * @param named source roots; if empty, every {@code src/<anything>/java} and its like below the top
     */
    static SourceFolders below(Path top, List<Path> named) throws IOException {
        Path absolute = top.toAbsolutePath().normalize();
        if (!named.isEmpty()) {
            return new SourceFolders(
                    absolute,
                    named.stream()
                            .map(each -> absolute.resolve(each).normalize())
                            .toList());
        }
        try (Stream<Path> all = Files.find(
                absolute, DEPTH, (path, attributes) -> attributes.isDirectory() && isRoot(absolute.relativize(path)))) {
            return new SourceFolders(absolute, all.sorted().toList());
        } catch (UncheckedIOException unreadable) {
            return new SourceFolders(absolute, List.of());
        }
    }

    private static boolean isRoot(Path path) {
        int count = path.getNameCount();
        return count >= 3
                && path.getName(count - 3).toString().equals("src")
                && LANGUAGES.contains(path.getFileName().toString());
    }

    @Override
    public @Nullable String find(String below) {
        String found = known.computeIfAbsent(below, this::look);
        return found.isEmpty() ? null : found;
    }

    private String look(String below) {
        for (Path folder : folders) {
            try {
                Path file = folder.resolve(below).normalize();
                if (file.startsWith(folder) && file.startsWith(top) && Files.isRegularFile(file)) {
                    return top.relativize(file).toString().replace('\\', '/');
                }
            } catch (InvalidPathException e) {
                return "";
            }
        }
        return "";
    }
}
