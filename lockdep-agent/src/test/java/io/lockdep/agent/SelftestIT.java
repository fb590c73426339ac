package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockdep.selftest.RealLocks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the kernel's self-test that locks of the JDK can play gives the report that it should, with real locks
 * under the agent.
 *
 * <p>Nesting is strict, as in the kernel. All cases of one type of lock are played in one JVM.
 */
class SelftestIT {

    private static final Path CASES = ForkedJvm.AGENT.resolveSibling(
            Path.of("..", "..", "lockdep-core", "src", "test", "resources", "conformance", "selftest-cases.json"));

    /** Cases that are not played with a type that they name, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "double_unlock_spin synchronized",
            "the end of a block cannot be reached twice",
            "double_unlock_rtmutex Semaphore(1)",
            "a permit may be given back by whoever has none");

    /** How many cases no lock of the JDK can play, because they need recursive readers or an annotation. */
    private static final int API_ONLY = 49;

    private static final List<String> PLAYED = List.of(
            "synchronized",
            "ReentrantLock",
            "ReentrantLock(fair)",
            "ReentrantLock.tryLock()",
            "ReentrantLock.tryLock(0)",
            "ReentrantReadWriteLock",
            "ReentrantReadWriteLock.readLock",
            "ReentrantReadWriteLock.writeLock",
            "ReentrantReadWriteLock(fair).writeLock",
            "StampedLock",
            "StampedLock.readLock",
            "StampedLock.writeLock",
            "Semaphore(1)");

    @TempDir
    Path folder;

    @Test
    void onlyTheNamedCasesAreLeftOut() throws IOException {
        Set<String> left = new TreeSet<>();
        int apiOnly = 0;
        for (JsonNode each : cases()) {
            if (types(each).isEmpty()) {
                apiOnly++;
            }
            for (String type : types(each)) {
                if (!isPlayed(each, type)) {
                    left.add(each.get("name").asText() + " " + type);
                }
            }
        }
        assertThat(left).isEqualTo(LEFT_OUT.keySet());
        assertThat(apiOnly).isEqualTo(API_ONLY);
    }

    @ParameterizedTest
    @MethodSource("played")
    void everyOtherCaseGivesTheReportOfTheKernel(String type) throws IOException {
        Path reports = folder.resolve("report.jsonl");

        Run run = run(type, "-javaagent:" + ForkedJvm.AGENT + "=strict=true,report.file=" + reports);

        assertThat(run.out().lines().toList()).isEqualTo(expected(type));
        assertThat(kinds(reports)).isEqualTo(said(type));
        assertThat(run.exit()).isZero();
    }

    /** The agent changes nothing: with it and without it, scripts end alike. */
    @Test
    void withoutTheAgentTheSameHappensAndNothingIsSaid() throws IOException {
        Run run = run("ReentrantLock", "-Dunused");

        List<String> silent = new ArrayList<>();
        for (JsonNode each : cases()) {
            if (isPlayed(each, "ReentrantLock")) {
                silent.add(each.get("name").asText() + "  " + how(each));
            }
        }
        assertThat(run).isEqualTo(new Run(0, String.join("\n", silent) + "\n", ""));
    }

    private Run run(String type, String flag) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : cases()) {
            if (isPlayed(each, type)) {
                lines.add(line(each));
            }
        }
        Path file = Files.write(folder.resolve("cases.txt"), lines);
        String classes = ForkedJvm.AGENT.resolveSibling("test-classes").toString();
        List<String> arguments = List.of(
                flag,
                "-cp",
                classes + File.pathSeparator + ForkedJvm.AGENT,
                RealLocks.class.getName(),
                type,
                file.toString());
        return ForkedJvm.java(folder, arguments, Map.of());
    }

    private static List<String> expected(String type) throws IOException {
        List<String> expected = new ArrayList<>();
        for (JsonNode each : cases()) {
            if (isPlayed(each, type)) {
                expected.add(each.get("name").asText() + " " + kind(each, type) + " " + how(each));
            }
        }
        return expected;
    }

    private static List<String> said(String type) throws IOException {
        List<String> said = new ArrayList<>();
        for (JsonNode each : cases()) {
            if (isPlayed(each, type) && !kind(each, type).isEmpty()) {
                said.add(kind(each, type));
            }
        }
        return said;
    }

    static List<String> played() {
        return PLAYED;
    }

    private static List<String> kinds(Path reports) throws IOException {
        List<String> kinds = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.exists(reports) ? Files.readAllLines(reports) : List.<String>of()) {
            kinds.add(mapper.readTree(line).get("kind").asText());
        }
        return kinds;
    }

    private static boolean isPlayed(JsonNode each, String type) {
        return PLAYED.contains(type)
                && types(each).contains(type)
                && !LEFT_OUT.containsKey(each.get("name").asText() + " " + type);
    }

    private static String kind(JsonNode each, String type) {
        if (isOverridden(each, type) || each.get("expect").asText().equals("none")) {
            return "";
        }
        String kind = each.get("report_kind").asText();
        // The kernel knows classes only; one instance that is taken twice has a kind of its own.
        return kind.equals("recursive") && each.get("locks").size() == 1 ? "self-deadlock" : kind;
    }

    private static String how(JsonNode each) {
        String name = each.get("name").asText();
        if (name.startsWith("double_unlock")) {
            return "IllegalMonitorStateException";
        }
        return name.equals("jvm_rrwl_upgrade") || name.equals("jvm_self_relock_stamped") ? "blocked" : "ended";
    }

    private static boolean isOverridden(JsonNode each, String type) {
        return each.path("jvm_override").properties().stream()
                .anyMatch(e -> e.getKey().startsWith(type)
                        && e.getValue().get("expect").asText().equals("none"));
    }

    private static String line(JsonNode each) {
        List<String> locks = new ArrayList<>();
        each.get("locks")
                .properties()
                .forEach(e ->
                        locks.add(e.getKey() + "=" + e.getValue().get("class").asText()));
        List<String> threads = new ArrayList<>();
        for (JsonNode thread : each.get("threads")) {
            List<String> steps = new ArrayList<>();
            for (JsonNode step : thread) {
                List<String> words = new ArrayList<>();
                step.forEach(word -> words.add(word.asText()));
                steps.add(String.join(" ", words));
            }
            threads.add(String.join(",", steps));
        }
        return each.get("name").asText() + ";" + String.join(",", locks) + ";" + String.join("|", threads);
    }

    private static List<String> types(JsonNode each) {
        List<String> types = new ArrayList<>();
        each.get("jvm_types").forEach(type -> types.add(type.asText()));
        types.remove("engine API annotation");
        return types;
    }

    private static JsonNode cases() throws IOException {
        return new ObjectMapper().readTree(CASES.toFile());
    }
}
