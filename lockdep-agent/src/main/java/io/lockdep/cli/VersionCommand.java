package io.lockdep.cli;

import io.lockdep.engine.Engine;
import picocli.CommandLine.Command;

/** Prints which lockdep this is. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("lockdep " + Engine.VERSION + " on JDK " + System.getProperty("java.version"));
    }
}
