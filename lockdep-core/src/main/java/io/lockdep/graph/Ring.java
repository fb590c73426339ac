package io.lockdep.graph;

import io.lockdep.report.Grade;
import java.util.List;

/**
 * A ring of dependencies with the observation that speaks loudest for each edge.
 *
 * @param parties one observation per edge, the closing one first; each asks for the lock the next one holds
 * @param columns for each of them, the number of the flow of control that it belongs to in the hang
 * @param classes the classes in ring order, the one being acquired first
 * @param grade how much the observations say together
 * @param reason why, one sentence
 * @param needs what else a real hang needs, empty if nothing
 */
public record Ring(
        List<Evidence> parties,
        List<Integer> columns,
        List<LockClass> classes,
        Grade grade,
        String reason,
        List<String> needs) {

    /**
     * {@return this ring, if little is known of who gives back what its parties hold}
     *
     * @param why one sentence
     */
    public Ring passedOn(String why) {
        return new Ring(parties, columns, classes, Grade.LOW, why, needs);
    }
}
