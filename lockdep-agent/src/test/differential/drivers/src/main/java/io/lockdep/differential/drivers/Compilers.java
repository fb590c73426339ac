package io.lockdep.differential.drivers;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** javac and ecj compile a library: the class files must be the same, and what they complain about. */
public final class Compilers {

    private Compilers() {}

    /** Prints digests of the class files. */
    public static void main(String[] args) throws Exception {
        Path sources = Path.of("sources");
        unpack(sources);
        System.out.println("javac:");
        compile(ToolProvider.getSystemJavaCompiler(), sources, Path.of("javac"));
        System.out.println("ecj:");
        compile(new EclipseCompiler(), sources, Path.of("ecj"));
    }

    private static void unpack(Path to) throws Exception {
        String jar = Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> entry.endsWith("-sources.jar"))
                .findFirst()
                .orElseThrow();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of(jar)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".java")) {
                    Path file = to.resolve(entry.getName());
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static void compile(JavaCompiler compiler, Path sources, Path to) throws Exception {
        Files.createDirectories(to);
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        boolean done;
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(diagnostics, null, null)) {
            done = compiler.getTask(
                            new StringWriter(),
                            manager,
                            diagnostics,
                            List.of("-g", "-Xlint:all", "-d", to.toString(), "--release", "17"),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        System.out.println(files.size() + " files, " + done);
        Map<String, Integer> kinds = new TreeMap<>();
        diagnostics
                .getDiagnostics()
                .forEach(each -> kinds.merge(each.getKind() + " " + each.getCode(), 1, Integer::sum));
        System.out.println(kinds);
        try (Stream<Path> all = Files.walk(to)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                System.out.println(to.relativize(file) + " " + new Sum().add(Files.readAllBytes(file)));
            }
        }
    }
}
