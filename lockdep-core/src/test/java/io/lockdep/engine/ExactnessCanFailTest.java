package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.engine.KernelRules.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The comparison of {@link ExactnessTest} finds every fault it is shown, and says it in few steps. */
class ExactnessCanFailTest {

    private static final int HISTORIES = 20_000;
    private static final long SEED = 1;

    @Test
    void aModelWithoutFaultAgrees() {
        for (int i = 0; i < 4000; i++) {
            History history = history(i);
            assertThat(new Trial(history, new KernelRules(Fault.NONE)).disagreement())
                    .as(history.toString())
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
    void everyFaultIsFound(Fault fault) {
        History failing = first(fault);
        assertThat(failing.steps()).hasSizeLessThanOrEqualTo(13);
        assertThat(new Trial(failing, new KernelRules(Fault.NONE)).disagreement())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    MARKS_CLASSES_ONLY,        W(A) RR(B) | W(A) W(C) | W(C) W(B) | R(B) W(D) | W(D) W(A)
                    ENDS_AT_RECURSIVE_READERS, W(A) RR(B) W(C) | W(C) W(A)
                    """)
    void whatLinuxMissesIsFoundToBeMissing(Fault fault, String script) {
        assertThat(new Trial(History.of(script), new KernelRules(fault)).disagreement())
                .startsWith("a ring is not said");
    }

    @Test
    void aFailureIsCutDownToTheStepsThatMatter() {
        History first = first(Fault.ENDS_AT_RECURSIVE_READERS);

        assertThat(first.steps()).hasSize(5);
        assertThat(first.toString()).contains("RR(").contains(" | ");
    }

    private static History first(Fault fault) {
        KernelRules rules = new KernelRules(fault);
        for (int i = 0; i < HISTORIES; i++) {
            History history = history(i);
            if (new Trial(history, rules).disagreement() != null) {
                return Shrink.smallest(history, h -> new Trial(h, rules).disagreement() != null);
            }
        }
        throw new AssertionError(fault + " is not found in " + HISTORIES + " histories");
    }

    private static History history(int number) {
        return History.inTurn(new Random(SEED + number), 1 + number % History.MAX_PER_CLASS);
    }
}
