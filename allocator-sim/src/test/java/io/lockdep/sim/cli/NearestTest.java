package io.lockdep.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void countsChangedAddedAndRemovedLetters() {
        List<String> names = List.of("S0", "S2b", "C0", "WQ1");

        assertThat(Nearest.to("wq", names)).isEqualTo("WQ1");
        assertThat(Nearest.to("S2", names)).isEqualTo("S0");
        assertThat(Nearest.to("2b", names)).isEqualTo("S2b");
        assertThat(Nearest.to("c0", names)).isEqualTo("C0");
    }
}
