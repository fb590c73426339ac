package io.lockdep.cli;

import java.util.Map;

/**
 * The environment variable through which every JVM below a process gets the agent.
 *
 * <h2>Which</h2>
 *
 * {@code JDK_JAVA_OPTIONS} is read by the {@code java} launcher since Java 9: by programs, by forks of Maven and Gradle,
 * by scripts; not by {@code javac}, {@code keytool} and the like, and not by Java 8, which could not load the agent.
 * {@code JAVA_TOOL_OPTIONS} is read by all of these, so it is for JVMs that a program of its own makes only. Each makes the
 * JVM print one line on standard error that it was picked up, and no flag keeps it from that. It stays there: to take it
 * out, lockdep would have to stand between the command and its terminal.
 */
enum AgentVariable {
    /** Of the launcher. */
    JDK_JAVA_OPTIONS,
    /** Of the virtual machine. */
    JAVA_TOOL_OPTIONS;

    /**
     * Adds the agent, before whatever the variable holds: of two agents the first one counts.
     *
     * @param environment of the process to be started
     * @param agent the argument of a JVM
     * @throws IllegalArgumentException if the variable cannot express the argument
     */
    void add(Map<String, String> environment, String agent) {
        String others = environment.get(name());
        environment.put(name(), others == null || others.isBlank() ? quoted(agent) : quoted(agent) + " " + others);
    }

    // Quotes work as in a shell, but nothing escapes them.
    private static String quoted(String argument) {
        if (argument.indexOf('"') < 0) {
            return argument.chars().anyMatch(c -> c <= ' ' || c == '\'') ? '"' + argument + '"' : argument;
        }
        if (argument.indexOf('\'') < 0) {
            return "'" + argument + "'";
        }
        throw new IllegalArgumentException(argument + " has quotes of both kinds, which no variable can hold");
    }
}
