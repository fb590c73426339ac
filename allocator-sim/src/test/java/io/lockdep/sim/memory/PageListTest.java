package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageListTest {

    private final Memmap memmap = new Memmap(8);
    private final PageList list = new PageList(memmap);

    @Test
    void keepsTheOrderOfBothEnds() {
        list.addHead(3);
        list.addHead(5);
        list.addTail(1);

        assertThat(pages()).containsExactly(5, 3, 1);
        assertThat(list.head()).isEqualTo(5);
        assertThat(list.tail()).isEqualTo(1);
        assertThat(list.size()).isEqualTo(3);
    }

    @Test
    void removesFromTheMiddleAndFromBothEnds() {
        for (int pfn = 0; pfn < 5; pfn++) {
            list.addTail(pfn);
        }

        list.remove(2);
        assertThat(pages()).containsExactly(0, 1, 3, 4);
        list.remove(0);
        list.remove(4);
        assertThat(pages()).containsExactly(1, 3);
        list.remove(1);
        list.remove(3);
        assertThat(list.isEmpty()).isTrue();
        assertThat(list.head()).isEqualTo(Memmap.NONE);
        assertThat(list.tail()).isEqualTo(Memmap.NONE);
    }

    private List<Integer> pages() {
        List<Integer> pages = new ArrayList<>();
        for (int pfn = list.head(); pfn != Memmap.NONE; pfn = memmap.next(pfn)) {
            pages.add(pfn);
        }
        return pages;
    }
}
