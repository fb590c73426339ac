package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes {@code docs/options.md} from the list of options, so that it cannot say anything else. */
class OptionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "options.md");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("lockdep.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("written by -Dtest=OptionsPageTest -Dlockdep.update=true")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append("""
                # Options of the agent

                <!-- Written by OptionsPageTest from the list of options. -->

                Strongest first, an option may stand in the argument of the agent, in a system property, in an
                environment variable, or in the properties file that `config` names (keys as in the first column):

                ```
                java -javaagent:lockdep-agent.jar=strict=true,include=com.acme.*:org.acme.* ...
                java -Dlockdep.strict=true -javaagent:lockdep-agent.jar ...
                LOCKDEP_STRICT=true java -javaagent:lockdep-agent.jar ...
                ```

                Commas separate options, the first `=` ends the key, colons separate patterns. So a value in the
                argument of the agent cannot contain a comma; in the other places it can. A key that does not exist, or a
                value that cannot be used, stops the JVM with exit status 2 and one line that says what was meant.

                | key | default | values | meaning | system property | environment variable |
                |---|---|---|---|---|---|
                """);
        for (Option option : Option.values()) {
            page.append("| ").append(code(option.key));
            page.append(" | ").append(option.defaultValue.isEmpty() ? "none" : code(option.defaultValue));
            page.append(" | ")
                    .append(option.values.contains("|") ? code(option.values.replace("|", "`, `")) : option.values);
            page.append(" | ").append(option.meaning.replace("* is", "`*` is").replace("%p", "`%p`"));
            page.append(" | ").append(code("lockdep." + option.key));
            page.append(" | ").append(code(option.variable())).append(" |\n");
        }
        page.append("""

                Values: `path` is a file or folder, in which `%p` stands for the process id; `count` and `frames` are numbers
                from 1 to 16000000, `seconds` from 0, `status` from 1 to 255; `patterns` match binary names of classes
                (`com.acme.Cache$Entry`); `kinds` are those of [findings](findings/), `formats` those of
                [reports](reports.md), both separated by colons, or by commas where an option may contain some.

                The exit status (`fail=medium` or `fail=high`) is changed when all shutdown hooks of the program are over, so
                that they run as they always do. The program's own status cannot be known then and is replaced, also one that
                says that it failed. A JVM that is killed, or ends by `Runtime.halt`, keeps its own. In the fork of a build
                tool that takes any status but 0 for a crash, use `fail=test`.
                """);
        return page.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
