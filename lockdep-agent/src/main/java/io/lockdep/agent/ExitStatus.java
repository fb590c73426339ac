package io.lockdep.agent;

import io.lockdep.engine.Engine;
import io.lockdep.engine.LastMoment;
import io.lockdep.report.Grade;
import io.lockdep.report.Report;

/**
 * Makes a JVM with findings exit with a status of its own (options {@code fail} and {@code exitcode}).
 *
 * <p>Only where that is asked for. It happens when all shutdown hooks are over, so it takes nothing away from the program
 * but its exit status, which nobody can know at that moment: also that of a program that has failed is replaced. A program
 * that is killed, or that ends by {@code Runtime.halt}, keeps its own.
 */
final class ExitStatus implements Runnable {

    private final Grade least;
    private final int status;

    private ExitStatus(Grade least, int status) {
        this.least = least;
        this.status = status;
    }

    static void arrange(AgentOptions options) {
        switch (options.text(Option.FAIL)) {
            case "test" -> Engine.failTests();
            case "medium" -> arrange(Grade.MEDIUM, options);
            case "high" -> arrange(Grade.HIGH, options);
            default -> {}
        }
    }

    private static void arrange(Grade least, AgentOptions options) {
        if (!LastMoment.run(new ExitStatus(least, options.count(Option.EXITCODE)))) {
            Console.line("fail=" + least.id() + " has no effect: this JDK does not let the exit status be changed;"
                    + " read the report instead");
        }
    }

    @Override
    public void run() {
        int count = 0;
        for (Report report : Engine.reports()) {
            count += report.grade().compareTo(least) >= 0 ? 1 : 0;
        }
        if (count > 0) {
            Console.line("exit status " + status + " because of fail=" + least.id() + ": " + count
                    + (count == 1 ? " finding" : " findings") + " of that grade or above");
            Runtime.getRuntime().halt(status);
        }
    }
}
