package io.lockdep.agent;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles programs that are written inside a test, with the compiler of the JDK that runs the test. */
public final class JavaSource {

    private static final Pattern NAME = Pattern.compile("^(?:public |final )*class (\\w+)", Pattern.MULTILINE);
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private JavaSource() {}

    /**
     * {@return the name of the first class in a text}
     *
     * @param text a source file without package
     */
    public static String nameOf(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no class in: " + text);
        }
        return matcher.group(1);
    }

    /**
     * Compiles source files into a folder.
     *
     * @param folder where the class files go
     * @param release Java version of source and class files
     * @param classPath libraries, empty for none
     * @param texts source files without package, each named by its first class
     */
    public static void compile(Path folder, int release, String classPath, List<String> texts) {
        List<JavaFileObject> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new InMemory(nameOf(text), text));
        }
        List<String> options = List.of(
                "-g",
                "-nowarn",
                "-Xlint:none",
                "-proc:none",
                "--release",
                Integer.toString(release),
                "-cp",
                classPath,
                "-d",
                folder.toString());
        StringWriter complaints = new StringWriter();
        if (!JAVAC.getTask(complaints, null, null, options, null, files).call()) {
            throw new IllegalArgumentException(complaints.toString());
        }
    }

    /**
     * {@return the bytes of a compiled class}
     *
     * @param folder what was compiled into
     * @param name its binary name
     */
    public static byte[] bytes(Path folder, String name) {
        try {
            return Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {

        private final String text;

        InMemory(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
