package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockdep.Lockdep;
import io.lockdep.report.ReportKind;
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
 * The cases of the kernel's own self-test ({@code lib/locking-selftest.c}, Linux 6.12) that plain locks can play, and
 * what the JDK's locks add to them.
 *
 * <p>Nesting is strict, as in the kernel. A thread of a case runs to its end before the next one starts.
 */
class SelftestTest {

    /** Steps that the engine does not have yet. */
    private static final Map<String, String> NOT_YET = Map.of(
            "init", "an event that a lock is initialised while it is held",
            "lock_nest", "an annotation that one lock serialises the nesting of others");

    private static final Set<String> SKIPPED = Set.of(
            "init_held_spin",
            "init_held_wlock",
            "init_held_rlock",
            "init_held_mutex",
            "init_held_wsem",
            "init_held_rsem",
            "init_held_rtmutex",
            "ww_spin_nest_unlocked",
            "ww_spin_nest_lock");

    @Test
    void onlyTheNamedCasesAreLeftOut() throws IOException {
        Set<String> left = new TreeSet<>();
        for (JsonNode each : cases()) {
            if (!isPlayable(each)) {
                left.add(each.get("name").asText());
            }
        }
        assertThat(left).containsExactlyInAnyOrderElementsOf(SKIPPED);
        assertThat(cases().size()).isEqualTo(120);
    }

    @TestFactory
    List<DynamicTest> everyOtherCaseGivesTheReportOfTheKernel() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode each : cases()) {
            if (isPlayable(each)) {
                boolean once = isTakenOnce(each);
                tests.add(DynamicTest.dynamicTest(each.get("name").asText(), () -> play(each, once, expected(each))));
            }
        }
        return tests;
    }

    /** The one case in which JDK types differ from each other: a reader may read again, unless its lock is stamped. */
    @Test
    void aReentrantReaderMayReadAgain() throws IOException {
        for (JsonNode each : cases()) {
            if (each.get("name").asText().equals("rsem_AA1")) {
                play(each, false, Set.of());
            }
        }
    }

    private static boolean isTakenOnce(JsonNode each) {
        List<String> types = new ArrayList<>();
        each.get("jvm_types").forEach(t -> types.add(t.asText()));
        boolean stamped = types.stream().anyMatch(t -> t.startsWith("StampedLock") || t.startsWith("Semaphore"));
        boolean reentrant = types.stream().anyMatch(t -> t.startsWith("Reentrant") || t.startsWith("synchronized"));
        return each.has("jvm_override") || (stamped && !reentrant);
    }

    private static Set<String> expected(JsonNode each) {
        if (each.get("expect").asText().equals("none")) {
            return Set.of();
        }
        return each.get("report_kind").asText().equals("recursive")
                ? Set.of(ReportKind.RECURSIVE.id(), ReportKind.SELF_DEADLOCK.id())
                : Set.of(each.get("report_kind").asText());
    }

    private static boolean isPlayable(JsonNode each) {
        for (JsonNode thread : each.get("threads")) {
            for (JsonNode step : thread) {
                if (NOT_YET.containsKey(step.get(0).asText())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void play(JsonNode each, boolean once, Set<String> expected) {
        try (Play stage = Play.strict()) {
            Map<String, Object> locks = new HashMap<>();
            each.get("locks")
                    .properties()
                    .forEach(e -> locks.put(
                            e.getKey(),
                            Lockdep.name(
                                    new Object(),
                                    "selftest." + e.getValue().get("class").asText())));
            int number = 0;
            for (JsonNode thread : each.get("threads")) {
                stage.on("t" + number++, () -> play(thread, locks, once ? Acquisition.ONCE : 0));
            }
            List<String> kinds =
                    Engine.reports().stream().map(r -> r.kind().id()).toList();
            if (expected.isEmpty()) {
                assertThat(kinds).isEmpty();
            } else {
                assertThat(kinds).isNotEmpty();
                assertThat(expected).containsAll(kinds);
            }
        }
    }

    private static void play(JsonNode thread, Map<String, Object> locks, int flags) {
        List<String[]> held = new ArrayList<>();
        for (JsonNode step : thread) {
            String name = step.get(1).asText();
            Object lock = locks.get(name);
            String mode = step.has(2) ? step.get(2).asText() : modeOf(held, name);
            switch (step.get(0).asText()) {
                case "lock" -> {
                    LockEvents.acquire(lock, flags | flags(mode));
                    held.add(new String[] {name, mode});
                }
                case "trylock" -> {
                    LockEvents.tried(true, lock, flags(mode));
                    held.add(new String[] {name, mode});
                }
                case "unlock" -> {
                    release(lock, mode);
                    remove(held, name, mode);
                }
                default -> throw new IllegalArgumentException(step.toString());
            }
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            release(locks.get(held.get(i)[0]), held.get(i)[1]);
        }
    }

    private static void release(Object lock, String mode) {
        if (!LockEvents.release(lock, flags(mode))) {
            LockEvents.refused(lock);
        }
    }

    private static String modeOf(List<String[]> held, String name) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i)[0].equals(name)) {
                return held.get(i)[1];
            }
        }
        return "x";
    }

    private static void remove(List<String[]> held, String name, String mode) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i)[0].equals(name) && held.get(i)[1].equals(mode)) {
                held.remove(i);
                return;
            }
        }
    }

    private static int flags(String mode) {
        return switch (mode) {
            case "x" -> Acquisition.EXCLUSIVE;
            case "r" -> Acquisition.SHARED;
            case "rr" -> Acquisition.RECURSIVE_SHARED;
            default -> throw new IllegalArgumentException(mode);
        };
    }

    private static JsonNode cases() throws IOException {
        try (InputStream in = SelftestTest.class.getResourceAsStream("/conformance/selftest-cases.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
