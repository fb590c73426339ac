package io.lockdep.benchmarks;

import io.lockdep.benchmarks.table.TableCommand;
import java.util.Arrays;

/** Entry of the benchmarks jar: the table of ratios, or JMH as it is. */
public final class Main {

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments {@code table} with its options, or {@code jmh} with those of JMH
     * @throws Exception if measuring fails
     */
    public static void main(String[] arguments) throws Exception {
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "table" -> System.exit(TableCommand.run(rest));
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> {
                System.err.println("usage: java -jar benchmarks.jar table " + TableCommand.USAGE);
                System.err.println("       java -jar benchmarks.jar jmh [options of JMH]");
                System.exit(2);
            }
        }
    }
}
