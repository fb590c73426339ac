package io.lockdep.sim.memory;

/**
 * The free blocks of one order, a list per migratetype; {@code struct free_area}. Guarded by the zone's lock.
 */
final class FreeArea {

    private final PageList[] lists = new PageList[Migratetype.TYPES];

    FreeArea(Memmap memmap) {
        for (int type = 0; type < lists.length; type++) {
            lists[type] = new PageList(memmap);
        }
    }

    PageList list(Migratetype type) {
        return lists[type.number()];
    }

    /** Whether an ordinary allocation finds a block here. Read without the lock by the watermark check. */
    boolean hasUsableBlock() {
        for (int type = 0; type < Migratetype.PCPTYPES; type++) {
            if (!lists[type].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    int blocks() {
        int blocks = 0;
        for (PageList list : lists) {
            blocks += list.size();
        }
        return blocks;
    }
}
