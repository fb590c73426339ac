package io.lockdep.agent;

import io.lockdep.agent.instrument.LockTransformer;
import io.lockdep.engine.Engine;
import io.lockdep.engine.InitEvents;
import io.lockdep.engine.LastMoment;
import io.lockdep.engine.Limit;
import io.lockdep.engine.LockEvents;
import io.lockdep.report.Grade;
import io.lockdep.report.Report;
import io.lockdep.report.Silence;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said when the JVM ends: how much was found, and above all what was not watched. */
final class Summary {

    private final LockTransformer transformer;
    private final boolean verbose;

    private final @Nullable ReportFolder folder;

    private Summary(LockTransformer transformer, boolean verbose, @Nullable ReportFolder folder) {
        this.transformer = transformer;
        this.verbose = verbose;
        this.folder = folder;
    }

    /**
     * Prints a summary when the JVM ends, and writes the documents of a folder of reports: behind the program's shutdown
     * hooks, which may add to the findings, or beside them if the JDK does not let us.
     */
    static void atExit(LockTransformer transformer, boolean verbose, @Nullable ReportFolder folder) {
        Summary summary = new Summary(transformer, verbose, folder);
        if (!LastMoment.run(summary::end)) {
            Runtime.getRuntime().addShutdownHook(new Thread(summary::end, "lockdep-summary"));
        }
    }

    private void end() {
        LockEvents.enter();
        print();
        if (folder != null) {
            try {
                folder.writeDocuments();
            } catch (IOException e) {
                Console.line("documents of report.dir cannot be written (" + e
                        + "); make them of the JSON lines there: lockdep report");
            }
        }
    }

    private void print() {
        Engine.sweep();
        InitEvents.look();
        List<Report> reports = Engine.reports();
        StringBuilder text = new StringBuilder();
        if (!reports.isEmpty() || verbose) {
            text.append(reports.size()).append(reports.size() == 1 ? " finding" : " findings");
            String separator = ": ";
            for (int i = Grade.values().length - 1; i >= 0; i--) {
                Grade grade = Grade.values()[i];
                long count = reports.stream().filter(r -> r.grade() == grade).count();
                if (count > 0) {
                    text.append(separator).append(count).append(' ').append(grade.id());
                    separator = ", ";
                }
            }
            if (verbose) {
                text.append("; ")
                        .append(Engine.graph().classCount())
                        .append(" lock classes, ")
                        .append(Engine.graph().dependencyCount())
                        .append(" dependencies, ")
                        .append(Engine.chainCount())
                        .append(" chains, ")
                        .append(Engine.siteCount())
                        .append(" places, ")
                        .append(Engine.instanceCount())
                        .append(" locks told apart, ")
                        .append(transformer.transformedCount())
                        .append(" classes instrumented");
            }
        }
        for (Silence.Reason reason : Silence.Reason.values()) {
            lost(text, Engine.silencedReports(reason), reason.words());
        }
        lost(text, Engine.unsaidReports(), "not said (max-reports)");
        for (String limit : Limit.sentences()) {
            text.append(text.length() == 0 ? "" : "; ").append(limit);
        }
        lost(text, Engine.strayHolds(), "holds lost by an error of the program's thread and dropped");
        lost(text, Engine.unseenEvents(), "events not looked at because the heap was full");
        lost(text, Engine.internalErrors(), "errors inside lockdep, the first: " + Engine.firstInternalError());
        // The first was said when it was met.
        if (transformer.failedCount() > 1 || text.length() > 0) {
            lost(
                    text,
                    transformer.failedCount(),
                    "classes or methods not instrumented, so not watched, the first: " + transformer.firstFailure());
        }
        if (text.length() > 0) {
            Console.line(text.toString());
        }
    }

    private static void lost(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.length() == 0 ? "" : "; ")
                    .append(count)
                    .append(' ')
                    .append(what);
        }
    }
}
