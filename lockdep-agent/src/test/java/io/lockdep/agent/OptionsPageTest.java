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
            page.append(" | ").append(option.values.replace("true|false", "`true`, `false`"));
            page.append(" | ").append(option.meaning.replace("* is", "`*` is").replace("%p", "`%p`"));
            page.append(" | ").append(code("lockdep." + option.key));
            page.append(" | ").append(code(option.variable())).append(" |\n");
        }
        page.append("""

                Values: `path` is a file, in which `%p` stands for the process id; `count` and `frames` are numbers from 1 to
                16000000, `seconds` from 0; `patterns` match binary names of classes (`com.acme.Cache$Entry`).
                """);
        return page.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
