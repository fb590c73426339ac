package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of the kernel's self-test about contexts and wait types gives the report that the kernel gives.
 *
 * <p>The kernel says one thing and is silent from then on: what is said first has to be that.
 */
class ContextSelftestTest {

    private static final String SAFE = "-safe -> ";
    private static final String UNSAFE = "-unsafe lock order detected";

    @Test
    void noCaseIsLeftOut() throws IOException {
        assertThat(SelftestCase.ofContexts()).hasSize(256);
        assertThat(everyCaseGivesTheReportOfTheKernel()).hasSize(256);
    }

    @TestFactory
    List<DynamicTest> everyCaseGivesTheReportOfTheKernel() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (SelftestCase each : SelftestCase.ofContexts()) {
            tests.add(DynamicTest.dynamicTest(each.name(), () -> check(each)));
        }
        return tests;
    }

    /** What the file cannot say of {@code fs_reclaim_protected_nesting}: the allocation inside asks for the map again. */
    @Test
    void whoIsExemptMayAskForTheMapAgain() {
        try (Player player = new Player("reclaim")) {
            LockMap reclaim = LockMap.of("selftest.reclaim");
            player.act(() -> {
                try (Scope held = reclaim.scope(LockMode.EXCLUSIVE);
                        Scope exempt = reclaim.exempt()) {
                    assertThat(held).isNotSameAs(exempt);
                    reclaim.touch(LockMode.EXCLUSIVE);
                    reclaim.acquire(LockMode.EXCLUSIVE);
                    reclaim.release();
                }
            });
            assertThat(Lockdep.findings()).isEmpty();

            player.act(() -> {
                try (Scope held = reclaim.scope(LockMode.EXCLUSIVE)) {
                    assertThat(held).isNotNull();
                    reclaim.touch(LockMode.EXCLUSIVE);
                }
            });
            assertThat(Lockdep.findings()).extracting(Finding::kind).containsExactly("self-deadlock");
        } finally {
            Lockdep.reset();
        }
    }

    private static void check(SelftestCase each) {
        List<Finding> findings = each.play(LockMap::of);
        if (each.kernelKind().isEmpty()) {
            assertThat(findings).extracting(Finding::message).isEmpty();
        } else {
            assertThat(findings).isNotEmpty();
            assertThat(kernelKind(findings.get(0))).isEqualTo(each.kernelKind());
        }
    }

    private static String kernelKind(Finding finding) {
        return switch (finding.kind()) {
            case "inconsistent-context" -> "inconsistent-usage";
            case "context-inversion" ->
                finding.message().contains(SAFE) && finding.message().contains(UNSAFE)
                        ? "irq-safe-unsafe"
                        : "irq-inversion";
            case "wait-context" -> "invalid-wait-context";
            case "self-deadlock" -> "recursive";
            default -> finding.kind();
        };
    }
}
