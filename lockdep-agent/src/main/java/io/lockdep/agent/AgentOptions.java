package io.lockdep.agent;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The agent's options, read from all places where they can stand and checked.
 *
 * <p>Strongest first: {@code -javaagent:jar=key=value,...}, {@code -Dlockdep.key=value}, {@code LOCKDEP_KEY=value}, the
 * properties file named by {@code config}, the default. A key that does not exist, or a value that cannot be used, is
 * an error: a JVM never starts half configured.
 */
final class AgentOptions {

    private static final String PROPERTY = "lockdep.";
    private static final int TYPO = 2;

    private final Map<Option, String> values = new EnumMap<>(Option.class);

    private AgentOptions() {}

    /**
     * Reads and checks all options.
     *
     * @param arguments of the agent, or null
     * @param properties of the system
     * @param environment of the process
     * @return the options
     * @throws OptionException with one line for the user
     */
    static AgentOptions read(@Nullable String arguments, Properties properties, Map<String, String> environment)
            throws OptionException {
        AgentOptions options = new AgentOptions();
        options.readArguments(arguments == null ? "" : arguments);
        options.readProperties(properties);
        options.readEnvironment(environment);
        String config = options.text(Option.CONFIG);
        if (!config.isEmpty()) {
            options.readFile(config);
        }
        options.check();
        return options;
    }

    private void readArguments(String arguments) throws OptionException {
        for (String argument : arguments.split(",", -1)) {
            if (argument.isBlank()) {
                continue;
            }
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new OptionException("option '" + argument.strip() + "' has no value; write key=value, and"
                        + " separate options by commas");
            }
            Option option = find(argument.substring(0, equals).strip(), "the -javaagent argument");
            values.put(option, argument.substring(equals + 1).strip());
        }
    }

    private void readProperties(Properties properties) throws OptionException {
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PROPERTY)) {
                Option option = find(name.substring(PROPERTY.length()), "system property " + name);
                values.putIfAbsent(option, properties.getProperty(name).strip());
            }
        }
    }

    // The environment is shared with others, so a variable that is like none of ours is not ours.
    private void readEnvironment(Map<String, String> environment) throws OptionException {
        for (Option option : Option.values()) {
            String value = environment.get(option.variable());
            if (value != null) {
                values.putIfAbsent(option, value.strip());
            }
        }
        for (String variable : environment.keySet()) {
            if (variable.startsWith("LOCKDEP_")) {
                refuseTypo(variable);
            }
        }
    }

    private static void refuseTypo(String variable) throws OptionException {
        String typoOf = null;
        for (Option option : Option.values()) {
            int distance = Spelling.distance(variable, option.variable());
            if (distance == 0) {
                return;
            }
            typoOf = distance <= TYPO ? option.variable() : typoOf;
        }
        if (typoOf != null) {
            throw new OptionException(
                    "environment variable '" + variable + "' is not an option; did you mean " + typoOf + "?");
        }
    }

    private void readFile(String name) throws OptionException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new OptionException(
                    "config=" + name + " cannot be read (" + e + "); name a readable properties file");
        }
        for (String key : file.stringPropertyNames()) {
            values.putIfAbsent(find(key, "file " + name), file.getProperty(key).strip());
        }
    }

    private static Option find(String key, String where) throws OptionException {
        List<String> keys = new ArrayList<>();
        for (Option option : Option.values()) {
            if (option.key.equals(key)) {
                return option;
            }
            keys.add(option.key);
        }
        throw new OptionException(
                "unknown option '" + key + "' in " + where + "; did you mean '" + Spelling.nearest(key, keys) + "'?");
    }

    private void check() throws OptionException {
        for (Option option : Option.values()) {
            OptionValue.check(option, text(option));
            if (option.values.equals("path")) {
                path(option);
            }
        }
    }

    private @Nullable Path path(Option option) throws OptionException {
        String value = text(option);
        try {
            return value.isEmpty()
                    ? null
                    : Path.of(value.replace(
                            "%p", Long.toString(ProcessHandle.current().pid())));
        } catch (InvalidPathException e) {
            throw new OptionException(option.key + "=" + value + " is not a path (" + e.getReason() + ")");
        }
    }

    String text(Option option) {
        return values.getOrDefault(option, option.defaultValue);
    }

    boolean isOn(Option option) {
        return Boolean.parseBoolean(text(option));
    }

    /** {@return a number that {@link #check} has accepted} */
    int count(Option option) {
        return Integer.parseInt(text(option));
    }

    /** {@return patterns separated by colons} */
    List<String> patterns(Option option) {
        String value = text(option);
        return value.isEmpty() ? List.of() : List.copyOf(Arrays.asList(value.split(":", -1)));
    }

    /** {@return words of a list that {@link #check} has accepted} */
    List<String> words(Option option) {
        return OptionValue.words(text(option));
    }

    /** {@return a path with the process id in place, or null if the option is not set} */
    @Nullable
    Path file(Option option) {
        try {
            return path(option);
        } catch (OptionException e) {
            throw new IllegalStateException("checked before", e);
        }
    }
}
