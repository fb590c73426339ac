package io.lockdep.agent.report;

import io.lockdep.engine.Engine;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Findings as events of the JDK Flight Recorder, on the thread and with the stack of the acquisition, beside all else that
 * a recording shows of that moment.
 *
 * <p>Only to be used where the module {@code jdk.jfr} is there.
 */
public final class FlightEvents implements ReportSink {

    private FlightEvents() {}

    /** Writes events from now on. */
    public static void begin() {
        FlightRecorder.register(Finding.class);
        FlightRecorder.addPeriodicEvent(Counts.class, FlightEvents::count);
        // Links what an event needs: the first finding comes inside a lock hook, where nothing may be loaded.
        count();
        new Finding().shouldCommit();
        Engine.addSink(new FlightEvents());
    }

    @Override
    public void accept(Report report) {
        Finding event = new Finding();
        if (event.shouldCommit()) {
            event.kind = report.kind().id();
            event.grade = report.grade().id();
            event.message = report.message();
            event.reason = report.reason();
            event.fingerprint = report.fingerprint();
            event.test = report.test();
            event.commit();
        }
    }

    private static void count() {
        Counts event = new Counts();
        event.findings = Engine.reports().size();
        event.lockClasses = Engine.graph().classCount();
        event.dependencies = Engine.graph().dependencyCount();
        event.chains = Engine.chainCount();
        event.commit();
    }

    /** One finding. */
    @Name("lockdep.Finding")
    @Label("Lock-order finding")
    @Category("lockdep")
    @Description("A finding of lockdep, at the acquisition that closed it")
    static final class Finding extends Event {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Grade")
        @Nullable
        String grade;

        @Label("Message")
        @Nullable
        String message;

        @Label("Reason of the Grade")
        @Nullable
        String reason;

        @Label("Fingerprint")
        @Nullable
        String fingerprint;

        @Label("Test")
        @Nullable
        String test;
    }

    /** How much has been learnt. */
    @Name("lockdep.Counts")
    @Label("Lock-order counts")
    @Category("lockdep")
    @Description("How much lockdep has learnt so far")
    @Period("endChunk")
    @StackTrace(false)
    static final class Counts extends Event {

        @Label("Findings")
        int findings;

        @Label("Lock Classes")
        int lockClasses;

        @Label("Dependencies")
        int dependencies;

        @Label("Chains")
        int chains;
    }
}
