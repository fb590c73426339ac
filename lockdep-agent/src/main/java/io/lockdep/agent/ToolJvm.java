package io.lockdep.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JVMs of build tools and of the JDK's own tools from those of programs, by what they were started to run.
 *
 * <p>Whoever puts the agent into the environment of a build wants its tests watched, not Maven. A tool that runs tests
 * inside its own JVM (sbt, Ant) is a program, as its forks are.
 */
final class ToolJvm {

    // First words of sun.java.command: a main class, or a jar.
    private static final List<String> TOOLS = List.of(
            "org.codehaus.plexus.classworlds.launcher.Launcher",
            "org.apache.maven.wrapper.",
            "org.mvndaemon.mvnd.",
            "org.gradle.",
            "worker.org.gradle.",
            "org.jetbrains.kotlin.cli.",
            "org.jetbrains.kotlin.daemon.",
            // By which Mockito attaches itself. Not a literal: relocation of the shaded copy would rename it.
            "net_bytebuddy_agent_Attacher".replace('_', '.'));
    private static final String GRADLE_TESTS = "'Gradle Test Executor ";
    private static final List<String> JARS = List.of("gradle-wrapper.jar", "maven-wrapper.jar");
    private static final List<String> JDK_MODULES = List.of("java.", "jdk.");
    // java Source.java: the compiler's module, but the program's JVM.
    private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

    private ToolJvm() {}

    /**
     * Whether this JVM is one.
     *
     * @param command what the JVM runs, the property {@code sun.java.command}
     * @param launcher the property {@code sun.java.launcher}, null if a program of its own made the JVM
     */
    static boolean is(@Nullable String command, @Nullable String launcher) {
        if (command == null) {
            // java -version and its like.
            return launcher != null;
        }
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        int slash = main.indexOf('/');
        if (slash > 0 && !main.startsWith(SOURCE_LAUNCHER) && startsWithAny(main, JDK_MODULES)) {
            return true;
        }
        for (String jar : JARS) {
            if (main.endsWith(jar)) {
                return true;
            }
        }
        return startsWithAny(main, TOOLS) && !command.contains(GRADLE_TESTS);
    }

    private static boolean startsWithAny(String text, List<String> starts) {
        for (String start : starts) {
            if (text.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
