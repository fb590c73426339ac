package io.lockdep.sim.dm;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.kernel.ScriptedKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskTest {

    private final ScriptedKernel machine = new ScriptedKernel();
    private final Disk disk = new Disk(machine.kernel().workqueues());
    private final List<Integer> written = new ArrayList<>();

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void aSlowDiskCompletesAsManyRequestsAsItWasAllowedToAndInOrder() {
        machine.run(() -> {
            disk.completeOnly(0);
            for (int i = 0; i < 4; i++) {
                int sector = i;
                disk.submitBio(new Bio(new int[] {i}, new int[] {i}, () -> written.add(sector)));
            }
            machine.runPendingWorks();
            assertThat(written).isEmpty();

            disk.completeOnly(1);
            machine.runPendingWorks();
            assertThat(written).containsExactly(0);

            disk.completeOnly(Long.MAX_VALUE);
            machine.runPendingWorks();
            assertThat(written).containsExactly(0, 1, 2, 3);
            assertThat(disk.sectorsWritten()).isEqualTo(4);
        });
    }
}
