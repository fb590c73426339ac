package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asked for, the agent says that it works and what it has seen. */
class VerboseIT {

    @TempDir
    Path folder;

    @Test
    void itSaysThatItIsActiveAndCountsWhatItSaw() {
        Run run = ForkedJvm.of(folder, Abba.safe(LockKind.REENTRANT_LOCK))
                .options("verbose=true")
                .run();
        assertThat(run.exit()).isZero();
        assertThat(run.err())
                .matches("lockdep: active, version " + Engine.VERSION + ", self-test passed\n"
                        + "lockdep: 0 findings; [0-9]+ lock classes, [1-9][0-9]* dependencies, [0-9]+ chains,"
                        + " [0-9]+ places, [0-9]+ locks told apart, [0-9]+ classes instrumented\n");
    }
}
