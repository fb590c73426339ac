package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The watchdog's mark changes nothing that anybody else reads, and the next acquisition takes it away. */
class WaitMarkTest {

    private static final int SITE = 12_345;
    private static final int CLASS = 678;

    private final HeldLock slot = new HeldLock();

    @Test
    void aMarkedSlotReadsAsBefore() {
        slot.what = HeldLock.what(SITE, HeldLock.word(Acquisition.SHARED, CLASS));
        assertThat(WaitMark.isOn(slot)).isFalse();
        assertThat(WaitMark.put(slot)).isTrue();
        assertThat(WaitMark.put(slot)).as("twice").isTrue();

        assertThat(WaitMark.isOn(slot)).isTrue();
        assertThat(slot.site()).isEqualTo(SITE);
        assertThat(slot.flags()).isEqualTo(Acquisition.SHARED);
        assertThat(slot.lockClass()).isEqualTo(CLASS);
        assertThat(slot.word()).isEqualTo(HeldLock.word(Acquisition.SHARED, CLASS));
    }

    @Test
    void everyAcquisitionTakesTheMarkAway() {
        Object outer = new Object();
        Object inner = new Object();
        HeldLocks held = ThreadTable.current();
        for (int round = 0; round < 2; round++) {
            LockEvents.acquire(outer, Acquisition.EXCLUSIVE);
            assertThat(WaitMark.isOn(held.at(0))).isFalse();
            WaitMark.put(held.at(0));
            LockEvents.acquire(inner, Acquisition.EXCLUSIVE);
            assertThat(WaitMark.isOn(held.at(1))).isFalse();
            WaitMark.put(held.at(1));
            LockEvents.release(inner, Acquisition.EXCLUSIVE);
            LockEvents.release(outer, Acquisition.EXCLUSIVE);
        }
        assertThat(held.depth()).isZero();
    }
}
