package io.lockdep.engine;

import io.lockdep.report.Grade;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import io.lockdep.report.Silence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every distinct report of this JVM, and who is told of it. */
final class Findings {

    /** How many findings are remembered, to be told apart, for each that may be said. */
    private static final long KNOWN_PER_SAID = 16;

    private static final Map<String, Grade> KNOWN = new HashMap<>();
    private static final List<Report> REPORTS = new ArrayList<>();
    private static volatile ReportSink[] sinks = new ReportSink[0];
    private static volatile List<Predicate<Report>> expectations = List.of();
    private static volatile Silence silence = Silence.NONE;
    private static final long[] SILENCED = new long[Silence.Reason.values().length];
    private static long unsaid;

    private Findings() {}

    /** {@return whether it was news} */
    static boolean add(Report report) {
        Hearing hearing = ThreadTable.current().thread.hearing();
        if (hearing != null && silence.of(report) == null) {
            hearing.hear(report);
        }
        boolean news = !isExpected(report) && isNews(report);
        if (news) {
            for (ReportSink sink : sinks) {
                try {
                    sink.accept(report);
                } catch (Throwable e) {
                    Engine.internalError(e);
                }
            }
        }
        return news;
    }

    // All are asked: two tests may expect one finding.
    private static boolean isExpected(Report report) {
        boolean expected = false;
        for (Predicate<Report> each : expectations) {
            try {
                expected |= each.test(report);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        return expected;
    }

    // A finding is said once, and once more when better evidence has raised its grade.
    private static synchronized boolean isNews(Report report) {
        Grade said = KNOWN.get(report.fingerprint());
        if (said != null && said.compareTo(report.grade()) >= 0) {
            return false;
        }
        if (said == null && KNOWN.size() >= KNOWN_PER_SAID * Engine.options().maxReports()) {
            unsaid++;
            return false;
        }
        KNOWN.put(report.fingerprint(), report.grade());
        Silence.Reason reason = silence.of(report);
        if (reason != null) {
            SILENCED[reason.ordinal()] += said == null ? 1 : 0;
            return false;
        }
        return said == null ? isRoomFor(report) : replace(report);
    }

    private static boolean isRoomFor(Report report) {
        if (REPORTS.size() >= Engine.options().maxReports()) {
            unsaid++;
            return false;
        }
        REPORTS.add(report);
        return true;
    }

    private static boolean replace(Report report) {
        for (int i = 0; i < REPORTS.size(); i++) {
            if (REPORTS.get(i).fingerprint().equals(report.fingerprint())) {
                REPORTS.set(i, report);
                return true;
            }
        }
        return false;
    }

    static synchronized List<Report> all() {
        return List.copyOf(REPORTS);
    }

    static synchronized long unsaid() {
        return unsaid;
    }

    static synchronized long silenced(Silence.Reason reason) {
        return SILENCED[reason.ordinal()];
    }

    static synchronized void clear() {
        KNOWN.clear();
        REPORTS.clear();
        unsaid = 0;
        Arrays.fill(SILENCED, 0);
    }

    static void silence(Silence which) {
        silence = which;
    }

    static synchronized void expect(Predicate<Report> expected) {
        List<Predicate<Report>> more = new ArrayList<>(expectations);
        more.add(expected);
        expectations = more;
    }

    static synchronized void expectNoMore(Predicate<Report> expected) {
        List<Predicate<Report>> fewer = new ArrayList<>(expectations);
        fewer.remove(expected);
        expectations = fewer;
    }

    static synchronized void addSink(ReportSink sink) {
        ReportSink[] more = new ReportSink[sinks.length + 1];
        System.arraycopy(sinks, 0, more, 0, sinks.length);
        more[sinks.length] = sink;
        sinks = more;
    }

    static synchronized void removeSink(ReportSink sink) {
        List<ReportSink> fewer = new ArrayList<>(sinks.length);
        for (ReportSink each : sinks) {
            if (each != sink) {
                fewer.add(each);
            }
        }
        sinks = fewer.toArray(new ReportSink[0]);
    }
}
