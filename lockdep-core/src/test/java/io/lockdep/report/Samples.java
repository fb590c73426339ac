package io.lockdep.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reports as a program could cause them: at least one of every kind, by name of the file that holds its text. */
final class Samples {

    private static final Map<String, Report> ALL = all();

    private Samples() {}

    private static Map<String, Report> all() {
        Map<String, Report> samples = new LinkedHashMap<>();
        SampleRings.addTo(samples);
        SampleContexts.addTo(samples);
        SampleHolds.addTo(samples);
        return samples;
    }

    static String[] names() {
        return ALL.keySet().toArray(new String[0]);
    }

    static Report get(String name) {
        Report report = ALL.get(name);
        if (report == null) {
            throw new IllegalArgumentException(name);
        }
        return report;
    }
}
