package io.lockdep.sim;

import io.lockdep.sim.cli.SimCommand;

/**
 * Entry point: {@code java -jar allocator-sim.jar list} and {@code java -jar allocator-sim.jar run S0 --variant A0}.
 */
public final class Main {

    private Main() {}

    /**
     * Runs the command line and ends the JVM with its exit status.
     *
     * @param args command and options
     */
    public static void main(String[] args) {
        System.exit(SimCommand.execute(args));
    }
}
