package io.lockdep.sim.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The free pages of order 0 that one CPU keeps of one zone; {@code struct per_cpu_pages}.
 *
 * <p>Touched only by who holds that CPU's {@code cpu.run}, or by {@code page_alloc_cpu_dead} once the CPU is offline.
 * Hot pages go in and out at the head, cold ones at the tail.
 */
public final class PerCpuPages {

    private final Memmap memmap;
    private final PageList[] lists = new PageList[Migratetype.PCPTYPES];

    private final Queue<String> trespassers = new ConcurrentLinkedQueue<>();

    /** Pages on all lists; read without any lock by the check in drain_all_pages. */
    private volatile int count;

    private volatile int high = PcpSizes.BOOT.high();
    private volatile int batch = PcpSizes.BOOT.batch();

    PerCpuPages(Memmap memmap) {
        this.memmap = memmap;
        for (int type = 0; type < lists.length; type++) {
            lists[type] = new PageList(memmap);
        }
    }

    /**
     * Pages on the lists.
     *
     * @return the counter, which may be stale for callers on other CPUs
     */
    public int count() {
        return count;
    }

    /**
     * The sum of the lists' lengths, to compare with {@link #count}.
     *
     * @return pages; exact only at rest
     */
    public int listed() {
        int listed = 0;
        for (PageList list : lists) {
            listed += list.size();
        }
        return listed;
    }

    /** The first pages of the lists, for people; racy. */
    List<Integer> pfns(int limit) {
        List<Integer> pfns = new ArrayList<>();
        for (PageList list : lists) {
            int pfn = list.head();
            while (pfn != Memmap.NONE && pfns.size() < limit) {
                pfns.add(pfn);
                pfn = memmap.next(pfn);
            }
        }
        return pfns;
    }

    /**
     * Somebody changes the lists who does not own them; the next one to do so may find them broken.
     *
     * @param who the task and where it is
     */
    public void noteTrespasser(String who) {
        trespassers.add(who);
    }

    /**
     * Who changed the lists without owning them.
     *
     * @return tasks and where they were; empty if all is well
     */
    public List<String> trespassers() {
        return List.copyOf(trespassers);
    }

    /** Sets new sizes in the order of {@code pageset_update}: a reader never sees the new batch with the old high. */
    void update(PcpSizes sizes) {
        batch = 1;
        high = sizes.high();
        batch = sizes.batch();
    }

    int batch() {
        return batch;
    }

    int high() {
        return high;
    }

    /** Whether a page is on one of the lists; walks them. Exact only at rest or for the owner. */
    boolean contains(int pfn) {
        for (PageList list : lists) {
            for (int page = list.head(); page != Memmap.NONE; page = memmap.next(page)) {
                if (page == pfn) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isEmpty(Migratetype type) {
        return lists[type.number()].isEmpty();
    }

    void add(int pfn, Migratetype type, boolean cold) {
        memmap.setState(pfn, Memmap.PCP, 0);
        PageList list = lists[type.number()];
        if (cold) {
            list.addTail(pfn);
        } else {
            list.addHead(pfn);
        }
        int before = count;
        count = before + 1;
    }

    int take(Migratetype type, boolean cold) {
        PageList list = lists[type.number()];
        int pfn = cold ? list.tail() : list.head();
        remove(list, pfn);
        return pfn;
    }

    /** Takes the coldest page of the first list at or after a position that has one; the caller rotates the start. */
    int takeColdest(int fromList) {
        for (int i = 0; i < lists.length; i++) {
            PageList list = lists[(fromList + i) % lists.length];
            if (!list.isEmpty()) {
                int pfn = list.tail();
                remove(list, pfn);
                return pfn;
            }
        }
        return Memmap.NONE;
    }

    private void remove(PageList list, int pfn) {
        list.remove(pfn);
        memmap.setState(pfn, (byte) 0, 0);
        int before = count;
        count = before - 1;
    }
}
