package io.lockdep.cli;

import io.lockdep.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints which lockdep this is. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println(new Version().getVersion()[0]);
    }

    /** The same for {@code --version}. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"lockdep " + Engine.VERSION + " on JDK " + System.getProperty("java.version")};
        }
    }
}
