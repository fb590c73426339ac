package io.lockdep.differential;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs without the agent and with it and compares what they do.
 *
 * <p>Each is run without, with, and without again: what differs between the first and the third says nothing about the
 * agent and is left out by name. If something else differs with the agent, the run without is repeated, as a test that
 * fails now and then may have done so twice in a row.
 */
public final class Differential {

    private static final int MOST_PLAIN_RUNS = 4;

    private Differential() {}

    /**
     * Ends the JVM with 1 if any program does not do the same with the agent.
     *
     * @param args the agent's jar, the folder of the programs, the one of their jars, the one to write to, and the
     *     homes of the JDKs; the system property {@code program} says which programs, as a regular expression
     */
    public static void main(String[] args) throws Exception {
        Path agent = Path.of(args[0]);
        String wanted = System.getProperty("program", ".*");
        List<Program> programs = Program.in(Path.of(args[1]), Path.of(args[2])).stream()
                .filter(program -> program.name().matches(wanted))
                .toList();
        boolean same = true;
        for (String home : List.of(args).subList(4, args.length)) {
            Path jdk = Path.of(home);
            Table table = new Table(System.out, version(jdk));
            for (Program program : programs) {
                Path out = Path.of(args[3]).resolve(jdk.getFileName()).resolve(program.name());
                Comparison comparison = compare(program, new Arm(jdk, null), new Arm(jdk, agent), out);
                table.add(comparison);
                same &= comparison.differences().isEmpty();
            }
            table.printDetails();
        }
        System.exit(same ? 0 : 1);
    }

    private static Comparison compare(Program program, Arm without, Arm with, Path out) throws Exception {
        List<Result> plain = new ArrayList<>();
        plain.add(run(program, without, out, "without-1"));
        Result watched = run(program, with, out, "with");
        plain.add(run(program, without, out, "without-2"));
        Comparison comparison = new Comparison(program, plain, watched);
        while (!comparison.differences().isEmpty() && plain.size() < MOST_PLAIN_RUNS) {
            plain.add(run(program, without, out, "without-" + (plain.size() + 1)));
        }
        return comparison;
    }

    /** Runs in the same folder each time, since programs say where they are, and keeps it under {@code name}. */
    private static Result run(Program program, Arm arm, Path out, String name) throws Exception {
        Path here = out.resolve("run");
        Result result = arm.run(program, here);
        Path kept = out.resolve(name);
        Folders.empty(kept);
        Files.delete(kept);
        Files.move(here, kept);
        return result;
    }

    private static String version(Path jdk) throws Exception {
        return Files.readAllLines(jdk.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> "Java " + line.replaceAll("JAVA_VERSION=|\"", ""))
                .findFirst()
                .orElse(jdk.toString());
    }
}
