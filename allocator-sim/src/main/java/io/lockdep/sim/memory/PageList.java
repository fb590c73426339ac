package io.lockdep.sim.memory;

/**
 * A list of pages linked through the {@link Memmap}; stands for {@code struct list_head} with {@code page->lru}.
 *
 * <p>A page is on at most one list at a time, therefore one pair of links per page is enough. Not thread-safe.
 */
final class PageList {

    private final Memmap memmap;
    private int head = Memmap.NONE;
    private int tail = Memmap.NONE;
    private int size;

    PageList(Memmap memmap) {
        this.memmap = memmap;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int head() {
        return head;
    }

    int tail() {
        return tail;
    }

    void addHead(int pfn) {
        link(Memmap.NONE, pfn, head);
    }

    void addTail(int pfn) {
        link(tail, pfn, Memmap.NONE);
    }

    void remove(int pfn) {
        int before = memmap.prev(pfn);
        int after = memmap.next(pfn);
        if (before == Memmap.NONE) {
            head = after;
        } else {
            memmap.setNext(before, after);
        }
        if (after == Memmap.NONE) {
            tail = before;
        } else {
            memmap.setPrev(after, before);
        }
        memmap.setNext(pfn, Memmap.NONE);
        memmap.setPrev(pfn, Memmap.NONE);
        size--;
    }

    private void link(int before, int pfn, int after) {
        memmap.setPrev(pfn, before);
        memmap.setNext(pfn, after);
        if (before == Memmap.NONE) {
            head = pfn;
        } else {
            memmap.setNext(before, pfn);
        }
        if (after == Memmap.NONE) {
            tail = pfn;
        } else {
            memmap.setPrev(after, pfn);
        }
        size++;
    }
}
