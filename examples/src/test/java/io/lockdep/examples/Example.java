package io.lockdep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A program with a mistake, whose fix is the class of the same name and {@code Fixed}.
 *
 * @param program the class with the mistake
 * @param out what it prints
 * @param outOfFix what its fix prints
 * @param agent whether it runs under the agent
 * @param since the oldest JDK it runs on
 */
record Example(Class<?> program, String out, String outOfFix, boolean agent, int since) {

    /** An example under the agent; in what it prints, lines are separated by slashes. */
    static Example of(Class<?> program, String out, String outOfFix) {
        return new Example(program, lines(out), lines(outOfFix), true, 17);
    }

    Example withoutAgent() {
        return new Example(program, out, outOfFix, false, since);
    }

    Example since(int feature) {
        return new Example(program, out, outOfFix, agent, feature);
    }

    /** The report that is checked in. */
    String report() throws IOException {
        String name = program.getSimpleName() + ".report.txt";
        try (InputStream in = program.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String lines(String separated) {
        return separated.replace('/', '\n') + "\n";
    }

    @Override
    public String toString() {
        return program.getSimpleName();
    }
}
