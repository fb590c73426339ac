package io.lockdep.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.cli.SimCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The output shown in the README is what the program prints. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```text\\R(.*?)```", Pattern.DOTALL);

    @Test
    void theOutputInTheReadmeIsWhatARunPrints() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).as("the README shows an output").isTrue();

        assertThat(output("run", "S0", "--variant", "A0"))
                .isEqualTo(block.group(1).replace("\r\n", "\n"));
    }

    private static String output(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(SimCommand.execute(args)).isZero();
        } finally {
            System.setOut(stdout);
        }
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
