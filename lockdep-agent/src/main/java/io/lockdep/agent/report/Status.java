package io.lockdep.agent.report;

import io.lockdep.engine.Engine;
import io.lockdep.engine.Limit;
import io.lockdep.engine.ThreadsNow;
import io.lockdep.report.Bystander;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Report;
import java.util.ArrayList;
import java.util.List;

/** How a JVM that runs is doing: counts, findings, and who holds and waits for what at this moment. */
public final class Status {

    private static final String INDENT = "    ";
    private static final int FRAMES = 8;

    private Status() {}

    /** {@return one line per lock that a thread holds and per wait} */
    static List<String> heldLocks() {
        List<String> lines = new ArrayList<>();
        for (Bystander thread : ThreadsNow.look()) {
            for (HeldEntry held : thread.held()) {
                lines.add(thread.thread() + " holds " + entry(held));
            }
            if (thread.state().startsWith("blocked on ")) {
                lines.add(thread.thread() + " is " + thread.state());
            }
        }
        return lines;
    }

    private static String entry(HeldEntry held) {
        return held.lockClass() + " (" + held.mode() + ", " + held.instance() + "), taken at " + held.at();
    }

    /** {@return all of it, for a person} */
    public static String text() {
        StringBuilder text = new StringBuilder();
        text.append("lockdep ").append(Engine.VERSION).append(" on JDK ").append(System.getProperty("java.version"));
        text.append(", process ").append(ProcessHandle.current().pid()).append('\n');
        text.append(Engine.graph().classCount()).append(" lock classes, ");
        text.append(Engine.graph().dependencyCount()).append(" dependencies, ");
        text.append(Engine.chainCount()).append(" chains\n");
        for (String limit : Limit.sentences()) {
            text.append("incomplete: ").append(limit).append('\n');
        }
        if (Engine.internalErrors() > 0) {
            text.append(Engine.internalErrors()).append(" errors inside lockdep, the first: ");
            text.append(Engine.firstInternalError()).append('\n');
        }
        List<Report> findings = Engine.reports();
        text.append(findings.isEmpty() ? "no findings\n" : "findings:\n");
        for (Report report : findings) {
            text.append("  ")
                    .append(report.grade().id())
                    .append(' ')
                    .append(report.message())
                    .append(" [");
            text.append(report.fingerprint()).append("]\n");
        }
        threads(text);
        return text.toString();
    }

    private static void threads(StringBuilder text) {
        List<Bystander> threads = ThreadsNow.look();
        text.append(threads.isEmpty() ? "no thread holds a lock or waits for one\n" : "threads that hold or wait:\n");
        for (Bystander thread : threads) {
            text.append("  ")
                    .append(thread.thread())
                    .append(": ")
                    .append(thread.state())
                    .append('\n');
            for (HeldEntry held : thread.held()) {
                text.append(INDENT).append("holds ").append(entry(held)).append('\n');
            }
            int shown = Math.min(FRAMES, thread.stack().size());
            for (String frame : thread.stack().subList(0, shown)) {
                text.append(INDENT).append("at ").append(frame).append('\n');
            }
            if (thread.stack().size() > shown) {
                text.append(INDENT)
                        .append("... ")
                        .append(thread.stack().size() - shown)
                        .append(" more\n");
            }
        }
    }
}
