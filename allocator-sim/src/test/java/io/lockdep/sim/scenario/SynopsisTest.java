package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.sim.patch.VariantFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynopsisTest {

    @Test
    void expectationsAreReadAsTheKernelPrintedThem() {
        Synopsis synopsis = new S0().synopsis();

        assertThat(synopsis.variants())
                .extracting(Variant::id)
                .startsWith("A0", "A1", "V1")
                .hasSize(15);
        Variant drainMutex = synopsis.variants().get(1);
        assertThat(drainMutex.flags()).isEqualTo(VariantFlags.MMOTM_2017_02);
        assertThat(drainMutex.expectation())
                .isEqualTo(new Expectation(
                        "circular",
                        List.of("cpu_hotplug.dep_map", "cpu_hotplug.lock", "pcpu_alloc_mutex"),
                        List.of("pcpu_alloc_mutex", "pcpu_drain_mutex"),
                        List.of(List.of("cpu_hotplug.lock", "pcpu_alloc_mutex")),
                        2,
                        ""));
        assertThat(synopsis.variants().get(2).expectation())
                .isEqualTo(new Expectation("none", List.of(), List.of(), List.of(), 0, ""));
    }

    @Test
    void everyScenarioTellsItsStoryInThreeSentences() {
        for (Scenario scenario : Scenarios.all()) {
            assertThat(scenario.synopsis().title()).isNotBlank();
            assertThat(scenario.synopsis().history()).hasSize(3).allMatch(line -> line.length() > 40);
        }
    }

    @Test
    void aTextThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Synopsis.read("S99")).hasMessageContaining("S99.properties");
    }
}
