package io.lockdep;

import io.lockdep.engine.Engine;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.WatchdogThread;
import io.lockdep.report.ErrorStream;
import io.lockdep.report.ReportSink;
import java.time.Duration;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Use without an agent: somebody has to be told of findings, by default the program's own SLF4J. */
final class Library {

    private static boolean heard;

    static {
        LockEvents.warmUp();
        if (!Engine.hasAgent()) {
            addServices();
            WatchdogThread.watch(Duration.ofSeconds(Math.max(0, Integer.getInteger("lockdep.stall", 0))));
        }
    }

    private Library() {}

    /** Does the work once, by being initialised. */
    static void start() {}

    private static void addServices() {
        var services = ServiceLoader.load(ReportSink.class, Library.class.getClassLoader())
                .iterator();
        while (addNext(services)) {
            // One after the other: one that cannot be made does not keep the next one away.
        }
        if (!heard) {
            Engine.addSink(new ErrorStream());
        }
    }

    private static boolean addNext(Iterator<ReportSink> services) {
        try {
            if (!services.hasNext()) {
                return false;
            }
            Engine.addSink(services.next());
            heard = true;
        } catch (ServiceConfigurationError | LinkageError withoutSlf4j) {
            // A program without SLF4J reads standard error, or listens through Lockdep.onFinding.
            return true;
        }
        return true;
    }
}
