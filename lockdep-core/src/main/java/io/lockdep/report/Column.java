package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One party of a ring as a person counts them: a thread with all it holds of the ring and the one thing it waits for.
 *
 * @param edges its edges in ring order; each wants what the next one holds
 */
public record Column(List<Party> edges) {

    /** Copies the list, so that the value cannot change. */
    public Column {
        edges = List.copyOf(edges);
    }

    /**
     * Puts the edges of one thread together.
     *
     * @param cycle the edges of a ring, #0 first
     * @return the columns, the one of edge #0 first; it may begin with the last edges of the ring
     */
    public static List<Column> of(List<Party> cycle) {
        int size = cycle.size();
        int start = startOfFirst(cycle);
        List<Column> columns = new ArrayList<>();
        List<Party> edges = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Party party = cycle.get((start + i) % size);
            // A ring of one column only has not been told apart: nobody is a ring of two edges alone.
            if (!edges.isEmpty() && (start == 0 || edges.get(0).column() != party.column())) {
                columns.add(new Column(edges));
                edges = new ArrayList<>();
            }
            edges.add(party);
        }
        if (!edges.isEmpty()) {
            columns.add(new Column(edges));
        }
        return columns;
    }

    // Where the run of edges that ends in #0 begins, counted round the ring; 0 if all edges have one column.
    private static int startOfFirst(List<Party> cycle) {
        int start = cycle.size();
        while (start > 0 && cycle.get(start - 1).column() == cycle.get(0).column()) {
            start--;
        }
        return start;
    }

    /** {@return name and id of the thread} */
    public String thread() {
        return edges.get(0).thread();
    }

    /** {@return the edge whose {@code holds} the party before it in the ring waits for} */
    public Party first() {
        return edges.get(0);
    }

    /** {@return the edge whose {@code wants} it waits for} */
    public Party last() {
        return edges.get(edges.size() - 1);
    }
}
