package io.lockdep.agent;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Options that the command line hands on to JVMs, checked before any is started: a build must not fail late for a
 * mistake that can be seen at once.
 */
public final class HandedOn {

    private HandedOn() {}

    /**
     * Checks an option.
     *
     * @param option {@code key=value}, as it would follow {@code =} on the command line of a JVM
     * @return what is wrong, as the JVM would say it, or null if nothing is
     */
    public static @Nullable String complaint(String option) {
        try {
            Silenced.by(AgentOptions.read(option, new Properties(), Map.of()));
            return null;
        } catch (OptionException e) {
            return e.getMessage();
        }
    }

    /**
     * Makes a path absolute, as JVMs have working directories of their own.
     *
     * @param option {@code key=value}, without complaint
     * @return the same option, a value that is a path as an absolute one
     */
    public static String absolute(String option) {
        int equals = option.indexOf('=');
        for (Option known : Option.values()) {
            String value = option.substring(equals + 1).strip();
            if (known.values.equals("path")
                    && known.key.equals(option.substring(0, equals).strip())
                    && !value.isEmpty()) {
                return known.key + "=" + Path.of(value).toAbsolutePath();
            }
        }
        return option;
    }
}
