package io.lockdep.sim.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.LockOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderLawTest {

    @Test
    void whatFollowsFromTheRestIsNotDrawn() {
        OrderLaw law = law("outer middle", "middle inner", "outer inner", "other inner");

        assertThat(new OrderDiagram(law).dot("T"))
                .contains("\"outer\" -> \"middle\";", "\"middle\" -> \"inner\";", "\"other\" -> \"inner\";")
                .doesNotContain("\"outer\" -> \"inner\"");
        assertThat(new OrderDiagram(law).summary()).isEqualTo("4 lock classes, 4 dependencies, no ring");
    }

    @Test
    void oneClassIsBeforeAnotherIfAChainLeadsThere() {
        OrderLaw law = law("a b", "b c", "d c");

        assertThat(law.isBefore("a", "c")).isTrue();
        assertThat(law.isBefore("c", "a")).isFalse();
        assertThat(law.isBefore("a", "d")).isFalse();
        assertThat(law.isBefore("a", "a")).isFalse();
    }

    @Test
    void aRingIsRedAndHasNoReduction() {
        OrderLaw law = law("a b", "b c", "c d", "d b", "c b");

        assertThat(law.ring()).containsExactly("b", "c");
        assertThat(new OrderDiagram(law).dot("T"))
                .contains(
                        "\"b\" -> \"c\" [color=red", "\"c\" -> \"b\" [color=red", "\"a\" -> \"b\";", "\"d\" -> \"b\";");
        assertThatThrownBy(law::reduced)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[b, c]");
    }

    @Test
    void aClassThatIsNestedInItselfIsARing() {
        assertThat(law("a a").ring()).containsExactly("a");
    }

    @Test
    void locksOfJavaAreNotTheKernels() {
        OrderLaw law = law(
                "&zone->lock cpu.run",
                "cpu_hotplug_lock.rw_sem lock#lru_add_drain_all",
                "thread@io.lockdep.sim.script.Actor.start:112 cpu.run",
                "cpu.run org.slf4j.helpers.SubstituteLoggerFactory.loggers");

        assertThat(law.classes())
                .containsExactly("&zone->lock", "cpu.run", "cpu_hotplug_lock.rw_sem", "lock#lru_add_drain_all");
    }

    @Test
    void hostileNamesAreQuoted() {
        assertThat(new OrderDiagram(law("a\"b c\\")).dot("T")).contains("\"a\\\"b\" -> \"c\\\\\";");
    }

    private static OrderLaw law(String... pairs) {
        return OrderLaw.of(Stream.of(pairs)
                .map(pair -> pair.split(" "))
                .map(pair -> new LockOrder(pair[0], pair[1], false, List.of()))
                .toList());
    }
}
