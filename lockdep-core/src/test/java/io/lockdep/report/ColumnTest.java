package io.lockdep.report;

import static io.lockdep.report.PartyBuilder.party;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A thread that held several locks of a ring is one party, wherever the ring is entered. */
class ColumnTest {

    @Test
    void everyThreadThatHeldOneLockIsAParty() {
        assertThat(edges(
                        party(0, "t1/1").holds("B").wants("A"),
                        party(1, "t2/2").holds("A").wants("B")))
                .containsExactly("B>A", "A>B");
    }

    @Test
    void edgesOfOneThreadInARowAreOneParty() {
        assertThat(edges(
                        party(0, "t1/1").holds("D").wants("A"),
                        party(1, "t2/2").holds("A").wants("B"),
                        party(1, "t2/2").holds("B").wants("C"),
                        party(2, "t3/3").holds("C").wants("D")))
                .containsExactly("D>A", "A>B B>C", "C>D");
    }

    @Test
    void theLastEdgesOfTheRingBelongToThePartyThatClosedIt() {
        assertThat(edges(
                        party(0, "t1/1").holds("D").wants("A"),
                        party(1, "t2/2").holds("A").wants("B"),
                        party(0, "t1/1").holds("B").wants("C"),
                        party(0, "t1/1").holds("C").wants("D")))
                .containsExactly("B>C C>D D>A", "A>B");
    }

    @Test
    void edgesOfOneThreadThatAreNotInARowAreParties() {
        assertThat(edges(
                        party(0, "t1/1").holds("D").wants("A"),
                        party(1, "t2/2").holds("A").wants("B"),
                        party(2, "t3/3").holds("B").wants("C"),
                        party(1, "t2/2").holds("C").wants("D")))
                .containsExactly("D>A", "A>B", "B>C", "C>D");
    }

    @Test
    void edgesThatNobodyHasToldApartAreParties() {
        assertThat(edges(
                        party(0, "t1/1").holds("B").wants("A"),
                        party(0, "t1/1").holds("A").wants("B")))
                .containsExactly("B>A", "A>B");
    }

    @Test
    void aRingOfNoEdgesHasNoParties() {
        assertThat(edges()).isEmpty();
    }

    private static List<String> edges(Party... cycle) {
        return Column.of(List.of(cycle)).stream()
                .map(column -> String.join(
                        " ",
                        column.edges().stream()
                                .map(edge -> edge.holds() + ">" + edge.wants())
                                .toList()))
                .toList();
    }
}
