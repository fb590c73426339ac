package io.lockdep.sim.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.memory.CallTraceSubject;
import org.junit.jupiter.api.Test;

class CallTraceTest {

    @Test
    void onlyFunctionsOfTheKernelAreShown() {
        assertThat(CallTraceSubject.callTrace())
                .startsWith("\n    at memory.CallTraceSubject.callTrace:")
                .doesNotContain("CallTraceTest", "java.");
    }
}
