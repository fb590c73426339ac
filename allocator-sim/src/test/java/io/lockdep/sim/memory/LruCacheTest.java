package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.patch.VariantFlags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LruCacheTest {

    private final Machine machine = new Machine();
    private final LruCache lruCache = machine.lruCache;
    private final LruAddDrain drain = new LruAddDrain(
            VariantFlags.K4_16,
            lruCache,
            machine.cpus,
            CpuHotplugLock.of(VariantFlags.K4_16),
            machine.workqueues,
            machine.drain.mmPercpuWq(),
            machine.trace);

    @AfterEach
    void stop() {
        machine.close();
    }

    @Test
    void aPageInAPagevecHasAUserMoreUntilThePagevecIsFull() {
        machine.run(0, () -> {
            int first = newPage();
            lruCache.lruCacheAddFile(first);
            assertThat(machine.memmap.pageCount(first)).isEqualTo(2);
            for (int i = 1; i < 14; i++) {
                assertThat(machine.lru.size()).isZero();
                lruCache.lruCacheAddFile(newPage());
            }

            assertThat(machine.lru.size()).isEqualTo(14);
            assertThat(machine.memmap.pageCount(first)).isEqualTo(1);
        });
    }

    @Test
    void drainingOneCpuLeavesThePagevecsOfTheOther() {
        machine.run(1, () -> lruCache.lruCacheAddFile(newPage()));

        machine.run(0, lruCache::lruAddDrain);

        assertThat(lruCache.pagevecCount(1)).isEqualTo(1);
    }

    @Test
    void drainingAllCpusDisturbsOnlyThoseWithPages() {
        machine.run(1, () -> lruCache.lruCacheAddFile(newPage()));

        machine.run(0, drain::lruAddDrainAll);

        assertThat(lruCache.pagevecCount(1)).isZero();
        assertThat(machine.lru.size(LruList.INACTIVE_FILE)).isEqualTo(1);
        assertThat(machine.trace.lines().stream().filter(line -> line.contains("workqueue_execute_start")))
                .singleElement()
                .asString()
                .startsWith("kworker/1:");
        assertThat(machine.workqueues.oopses()).isEmpty();
    }

    @Test
    void aPageThatLosesItsOwnerInAPagevecIsFreedByTheDrain() {
        machine.run(0, () -> {
            int pfn = newPage();
            lruCache.lruCacheAddFile(pfn);
            lruCache.putPage(pfn);
            assertThat(machine.zone.allocated()).isEqualTo(1);

            lruCache.lruAddDrain();

            assertThat(machine.zone.allocated()).isZero();
            assertThat(machine.lru.size()).isZero();
            assertThat(ZoneCensus.violations(machine.zone)).isEmpty();
        });
    }

    @Test
    void usedPagesBecomeActiveAndFileContentsNobodyWantsInactive() {
        machine.run(0, () -> {
            int pfn = listedFilePage();
            lruCache.activatePage(pfn);
            lruCache.lruAddDrain();
            assertThat(machine.lru.size(LruList.ACTIVE_FILE)).isEqualTo(1);

            lruCache.deactivateFilePage(pfn);
            lruCache.lruAddDrain();
            assertThat(machine.lru.size(LruList.ACTIVE_FILE)).isZero();
            assertThat(machine.lru.size(LruList.INACTIVE_FILE)).isEqualTo(1);
        });
    }

    @Test
    void lazilyFreedAnonymousMemoryIsReclaimedLikeFileContents() {
        machine.run(0, () -> {
            int pfn = newPage();
            lruCache.lruCacheAddAnon(pfn);
            lruCache.lruAddDrain();
            assertThat(machine.lru.size(LruList.INACTIVE_ANON)).isEqualTo(1);

            lruCache.markPageLazyfree(pfn);
            lruCache.lruAddDrain();
            assertThat(machine.lru.size(LruList.INACTIVE_ANON)).isZero();
            assertThat(machine.lru.size(LruList.INACTIVE_FILE)).isEqualTo(1);
        });
    }

    @Test
    void aRotatedPageIsTheNextThatReclaimTakes() {
        machine.run(0, () -> {
            listedFilePage();
            int written = listedFilePage();
            lruCache.rotateReclaimablePage(written);
            lruCache.lruAddDrain();
            int[] taken = new int[1];

            assertThat(machine.lru.isolate(taken)).isEqualTo(1);

            assertThat(taken).containsExactly(written);
        });
    }

    @Test
    void reclaimLeavesAPageThatSomebodyUses() {
        machine.run(0, () -> {
            int used = listedFilePage();
            listedFilePage();
            machine.memmap.getPage(used);

            assertThat(new DirectReclaim(lruCache, machine.trace).performReclaim(0))
                    .isEqualTo(1);

            lruCache.lruAddDrain();
            assertThat(machine.lru.size()).isEqualTo(1);
            assertThat(machine.memmap.pageCount(used)).isEqualTo(2);
        });
    }

    @Test
    void aPageInAPagevecCannotBeIsolated() {
        machine.run(0, () -> {
            int pfn = newPage();
            lruCache.lruCacheAddFile(pfn);
            assertThat(machine.lru.isolateLruPage(pfn)).isFalse();

            lruCache.lruAddDrain();
            assertThat(machine.lru.isolateLruPage(pfn)).isTrue();
            assertThat(machine.memmap.pageCount(pfn)).isEqualTo(2);
        });
    }

    @Test
    void aPageWithoutUsersIsRefused() {
        machine.run(0, () -> {
            int pfn = newPage();
            lruCache.putPage(pfn);

            assertThatThrownBy(() -> lruCache.putPage(pfn)).hasMessageContaining("Bad page state: pfn " + pfn);
        });
    }

    private int newPage() {
        return machine.pages.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0);
    }

    private int listedFilePage() {
        int pfn = newPage();
        lruCache.lruCacheAddFile(pfn);
        lruCache.lruAddDrain();
        return pfn;
    }
}
