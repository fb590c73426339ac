package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of the kernel's self-test that plain locks can play gives the report that the kernel gives, and no other. */
class SelftestTest {

    @Test
    void noCaseIsLeftOut() throws IOException {
        assertThat(SelftestCase.ofLocks()).hasSize(120);
        assertThat(onMaps()).hasSize(120);
        assertThat(onLocks()).hasSize(120);
    }

    /** A map cannot be taken twice, just like a lock of the kernel: where locks of the JDK differ, the kernel is right. */
    @TestFactory
    List<DynamicTest> onMaps() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (SelftestCase each : SelftestCase.ofLocks()) {
            JsonNode model = each.json().path("model").path("kernel_like");
            String kernel =
                    model.isMissingNode() ? each.kernelKind() : model.get(1).asText("");
            tests.add(DynamicTest.dynamicTest(each.name(), () -> check(each, LockMap::of, kernel)));
        }
        return tests;
    }

    /** Locks of a program are taken again by their holder, or not, as the types of the JDK that the case is about. */
    @TestFactory
    List<DynamicTest> onLocks() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (SelftestCase each : SelftestCase.ofLocks()) {
            boolean reentrant = isReentrant(each);
            tests.add(DynamicTest.dynamicTest(
                    each.name(), () -> check(each, name -> LockMap.ofLock(name, reentrant), each.kernelKind())));
        }
        return tests;
    }

    /** The one case in which types of the JDK differ from each other: a reader may read again, unless its lock is stamped. */
    @Test
    void aReentrantReaderMayReadAgain() throws IOException {
        List<String> played = new ArrayList<>();
        for (SelftestCase each : SelftestCase.ofLocks()) {
            if (each.json().hasNonNull("jvm_override")) {
                played.add(each.name());
                check(each, name -> LockMap.ofLock(name, true), "");
            }
        }
        assertThat(played).containsExactly("rsem_AA1");
    }

    private static boolean isReentrant(SelftestCase each) {
        List<String> types = new ArrayList<>();
        each.json().get("jvm_types").forEach(type -> types.add(type.asText()));
        return !each.json().hasNonNull("jvm_override")
                && types.stream().anyMatch(t -> t.startsWith("Reentrant") || t.startsWith("synchronized"));
    }

    private static void check(SelftestCase each, Function<String, LockMap> maker, String kernelKind) {
        List<String> kinds = each.play(maker).stream().map(Finding::kind).toList();
        if (kernelKind.isEmpty()) {
            assertThat(kinds).isEmpty();
        } else {
            assertThat(kinds).isNotEmpty().containsOnly(kind(each, kernelKind));
        }
    }

    // The kernel knows classes only. Here, the same lock again is another thing than another lock of its class.
    private static String kind(SelftestCase each, String kernelKind) {
        return switch (kernelKind) {
            case "recursive" -> each.takesALockAgain() ? "self-deadlock" : "recursive";
            case "held-lock-freed" -> "held-lock-reinit";
            case "nested-lock-not-taken" -> "nest-lock-not-held";
            default -> kernelKind;
        };
    }
}
