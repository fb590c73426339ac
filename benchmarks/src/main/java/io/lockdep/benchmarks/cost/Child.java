package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.table.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM that runs one small program to its end.
 *
 * <p>Its CPU time is taken by the shell that starts it: a process cannot be asked any more when it has ended, and what it
 * says of itself leaves out how it starts and ends.
 */
final class Child {

    private static final String MARK = "cpu-ms";
    private static final String SCRIPT = "TIMEFORMAT='" + MARK + " %3U %3S'; time \"$@\"";

    private final Map<String, Double> numbers;

    private Child(Map<String, Double> numbers) {
        this.numbers = numbers;
    }

    /**
     * Runs a program.
     *
     * @param jdk in a JVM of this JDK
     * @param arguments of the launcher
     * @return what it printed
     * @throws IOException if it cannot be started or fails
     * @throws InterruptedException if interrupted meanwhile
     */
    static Child run(Jdk jdk, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "bash"));
        command.add(jdk.java().toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        Map<String, Double> numbers = new HashMap<>();
        for (String line : output.split("\n", -1)) {
            String[] words = line.strip().split(" ", -1);
            if (words[0].equals(MARK) && words.length == 3) {
                double seconds = Double.parseDouble(words[1]) + Double.parseDouble(words[2]);
                numbers.put(MARK, 1000 * seconds);
            } else if (words.length == 2 && words[1].matches("-?[0-9.]+")) {
                numbers.put(words[0], Double.valueOf(words[1]));
            }
        }
        return new Child(numbers);
    }

    /** {@return CPU time of the whole process, user and system, in ms} */
    double cpuMs() {
        return number(MARK);
    }

    /**
     * A number that the program printed as a line of name and value.
     *
     * @param name the name
     * @return the value
     */
    double number(String name) {
        Double value = numbers.get(name);
        if (value == null) {
            throw new IllegalStateException("the program did not print " + name);
        }
        return value;
    }
}
