package io.lockdep.sim.percpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.sim.kernel.ScriptedKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Gfp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PercpuAllocatorTest {

    private static final int PAGE = PercpuSizes.PAGE_SIZE;

    /** The boot chunk has 7 pages to give, one of them touched by the boot CPU's own object. */
    private static final int WHOLE_PAGES_FROM_BOOT = 6;

    private final ScriptedKernel machine = new ScriptedKernel();
    private final PercpuAllocator percpu = machine.kernel().percpu();

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void anObjectHasMemoryForEveryPossibleCpuNotOnlyForThoseOnline() {
        machine.run(() -> {
            fillBootChunk();
            int before = machine.allocatedPages();

            PercpuPtr ptr = percpu.allocPercpu(2 * PAGE, 8);

            assertThat(ptr.isPopulated()).isTrue();
            assertThat(machine.allocatedPages() - before)
                    .isEqualTo(2 * machine.kernel().config().possibleCpus());
        });
    }

    @Test
    void populatedPagesAreUsedBeforeNewOnes() {
        machine.run(() -> {
            int before = machine.allocatedPages();

            fillBootChunk();

            assertThat(machine.allocatedPages()).isEqualTo(before);
            assertThat(percpu.chunks().nrEmptyPopPages()).isZero();
        });
    }

    @Test
    void whenMemoryRunsOutHalfwayEverythingIsRolledBack() {
        machine.run(() -> {
            fillBootChunk();
            AnonymousMemory hog = new AnonymousMemory(machine.kernel().pages());
            while (machine.freePages() > machine.minWatermark()) {
                assertThat(hog.fault()).isTrue();
            }
            int before = machine.allocatedPages();

            PercpuPtr ptr = percpu.allocPercpu(PercpuSizes.UNIT_SIZE, 8);

            assertThat(ptr).isNull();
            assertThat(machine.allocatedPages()).isEqualTo(before);
            assertThat(percpu.chunks().withMissingMemory()).isEmpty();
            assertThat(percpu.chunks().entirelyFree())
                    .as("the new chunk, empty")
                    .isEqualTo(1);
            hog.unmapAll();
        });
        machine.runPendingWorks();
        assertThat(machine.violations()).isEmpty();
    }

    @Test
    void anAtomicAllocationTakesPopulatedPagesOnlyAndCallsForMoreWhenItFails() {
        machine.run(() -> {
            assertThat(percpu.allocPercpuGfp(64, 8, Gfp.ATOMIC)).isNotNull();
            int before = machine.allocatedPages();

            assertThat(percpu.allocPercpuGfp(PercpuSizes.UNIT_SIZE, 8, Gfp.ATOMIC))
                    .isNull();

            assertThat(machine.allocatedPages()).isEqualTo(before);
        });
        assertThat(machine.runPendingWorks()).isEqualTo(1);
        machine.run(() -> {
            fillBootChunk();
            assertThat(percpu.allocPercpuGfp(PAGE, 8, Gfp.ATOMIC))
                    .as("the balance work has populated pages ahead")
                    .isNotNull();
        });
    }

    @Test
    void theBalanceWorkKeepsEmptyPagesReady() {
        machine.run(this::fillBootChunk);
        assertThat(percpu.chunks().nrEmptyPopPages()).isLessThan(PercpuSizes.EMPTY_POP_PAGES_LOW);

        machine.runPendingWorks();

        assertThat(percpu.chunks().nrEmptyPopPages()).isEqualTo(PercpuSizes.EMPTY_POP_PAGES_HIGH);
        assertThat(machine.violations()).isEmpty();
    }

    @Test
    void theBalanceWorkGivesAllEntirelyFreeChunksBackButOne() {
        List<PercpuPtr> held = new ArrayList<>();
        machine.run(() -> {
            for (int i = 0; i < 3; i++) {
                held.add(percpu.allocPercpu(PercpuSizes.UNIT_SIZE, 8));
            }
            held.forEach(percpu::freePercpu);
        });
        assertThat(percpu.chunks().entirelyFree()).isEqualTo(3);
        int before = machine.allocatedPages();

        machine.runPendingWorks();

        assertThat(percpu.chunks().entirelyFree()).isEqualTo(1);
        assertThat(before - machine.allocatedPages())
                .isEqualTo(
                        2 * PercpuSizes.UNIT_PAGES * machine.kernel().config().possibleCpus());
        assertThat(machine.violations()).isEmpty();
    }

    @Test
    void aMapThatIsFullFailsAtomicCallersUntilTheBalanceWorkExtendsIt() {
        List<PercpuPtr> held = new ArrayList<>();
        machine.run(() -> {
            PercpuPtr ptr = percpu.allocPercpuGfp(4, 4, Gfp.ATOMIC);
            while (ptr != null) {
                held.add(ptr);
                ptr = percpu.allocPercpuGfp(4, 4, Gfp.ATOMIC);
            }
        });
        assertThat(held).hasSizeLessThan(AreaMap.DFL_MAP_ALLOC);

        machine.runPendingWorks();

        machine.run(() -> assertThat(percpu.allocPercpuGfp(4, 4, Gfp.ATOMIC)).isNotNull());
    }

    @Test
    void sizesBeyondAUnitAreRefused() {
        machine.run(() -> {
            assertThatThrownBy(() -> percpu.allocPercpu(PercpuSizes.UNIT_SIZE + 1, 8))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> percpu.allocPercpu(8, 3)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> percpu.allocPercpu(0, 8)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void randomUseLeavesNoObjectWithoutMemoryAndNoPageLost() {
        Random random = new Random(47);
        List<PercpuPtr> held = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            machine.run(() -> {
                for (int i = 0; i < 40; i++) {
                    if (random.nextInt(5) < 3) {
                        Gfp gfp = random.nextInt(4) == 0 ? Gfp.ATOMIC : Gfp.KERNEL;
                        PercpuPtr ptr = percpu.allocPercpuGfp(1 + random.nextInt(6_000), 8, gfp);
                        if (ptr != null) {
                            assertThat(ptr.isPopulated()).isTrue();
                            held.add(ptr);
                        }
                    } else if (!held.isEmpty()) {
                        percpu.freePercpu(held.remove(random.nextInt(held.size())));
                    }
                }
            });
            machine.runPendingWorks();
            assertThat(machine.violations()).as("round " + round).isEmpty();
        }
        machine.run(() -> held.forEach(percpu::freePercpu));
        machine.runPendingWorks();
        assertThat(percpu.chunks().entirelyFree()).isEqualTo(1);
        assertThat(machine.violations()).isEmpty();
    }

    private void fillBootChunk() {
        for (int i = 0; i < WHOLE_PAGES_FROM_BOOT; i++) {
            assertThat(percpu.allocPercpu(PAGE, PAGE).chunk().number()).isZero();
        }
    }
}
