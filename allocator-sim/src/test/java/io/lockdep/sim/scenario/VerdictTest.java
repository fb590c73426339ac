package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Outcome FINE = new Outcome(List.of(), List.of(), List.of());

    @Test
    void aBugMayHangUnderStressButNotInTheScript() {
        Variant bug = variant("S0", "A0");
        Outcome hung = FINE.stalled("no operation was completed");

        assertThat(Verdict.ofStress(bug, hung).isAsExpected()).isTrue();
        assertThat(Verdict.of(bug, hung).isAsExpected()).isFalse();
        assertThat(Verdict.ofStress(bug, hung)).hasToString("stall");
    }

    @Test
    void aFixMayNotHangUnderStress() {
        assertThat(Verdict.ofStress(variant("S0", "V3"), FINE.stalled("no operation was completed"))
                        .isAsExpected())
                .isFalse();
    }

    @Test
    void aBugMayNotBreakTheMachineUnderStress() {
        Outcome broken = new Outcome(List.of(), List.of("I1 every page is accounted for: one is not"), List.of());

        assertThat(Verdict.ofStress(variant("S0", "A0"), broken).mismatches())
                .containsExactly("violated: I1 every page is accounted for: one is not");
    }

    private static Variant variant(String scenario, String id) {
        return Synopsis.read(scenario).variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
