package io.lockdep.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, for each edge of a ring, the observation that together with the others says most.
 *
 * <p>A ring of classes is only a candidate. The grade is that of the best combination of one observation per edge, see
 * {@link Judgement}. The closing observation is fixed: it is the one being made now. Never drops a ring.
 */
final class Grading {

    /** Most observations looked at once a combination is found; beyond it the best found so far stands, which can only understate the grade. */
    private static final int MAX_COMBINATIONS = 4096;

    private final List<LockClass> classes;
    private final List<List<Evidence>> path;
    private final Evidence closing;
    private final Evidence[] chosen;
    private final boolean[] leadsNowhere;
    private int combinations;
    private @Nullable Judgement best;

    private Grading(List<LockClass> classes, List<List<Evidence>> path, Evidence closing) {
        this.classes = classes;
        this.path = path;
        this.closing = closing;
        this.chosen = new Evidence[path.size()];
        this.leadsNowhere = new boolean[2 * path.size()];
    }

    /**
     * Grades a ring.
     *
     * @param path from the class being acquired to the class held, in order
     * @param closing the observation that closes the ring
     * @return the ring with its loudest observations
     */
    static Ring grade(List<Dependency> path, Evidence closing) {
        List<LockClass> classes = new ArrayList<>(path.size() + 1);
        for (Dependency dependency : path) {
            classes.add(dependency.from());
        }
        classes.add(path.get(path.size() - 1).to());
        List<List<Evidence>> seen = new ArrayList<>(path.size());
        for (Dependency dependency : path) {
            seen.add(dependency.evidence());
        }
        return new Grading(List.copyOf(classes), seen, closing).ring();
    }

    /**
     * Grades a ring of instances of one class, nested in different orders.
     *
     * @param closing the observation that closes the ring
     * @param path what was seen of each other pair, in order
     */
    static Ring gradeNesting(LockClass of, Evidence closing, List<List<Evidence>> path) {
        List<LockClass> classes = new ArrayList<>(path.size() + 1);
        for (int i = 0; i <= path.size(); i++) {
            classes.add(of);
        }
        return new Grading(List.copyOf(classes), path, closing).ring();
    }

    // What is on the same instances says most, and of that there is less: it is looked for first.
    private Ring ring() {
        chooseOnInstances(0, closing);
        combinations = 0;
        if (best == null || best.score() < Judgement.MOST) {
            choose(0, closing.want());
        }
        Judgement found = best;
        if (found == null) {
            throw new IllegalStateException("a path without observations: " + path);
        }
        return found.ring();
    }

    private void chooseOnInstances(int edge, Evidence before) {
        Object wanted = before.to();
        if (wanted == null) {
            return;
        }
        if (edge == path.size()) {
            if (closing.from() == wanted && Dependency.conflict(before.want(), closing.hold())) {
                consider();
            }
            return;
        }
        for (Evidence evidence : path.get(edge)) {
            if (combinations++ >= MAX_COMBINATIONS) {
                return;
            }
            if (evidence.from() == wanted && Dependency.conflict(before.want(), evidence.hold())) {
                chosen[edge] = evidence;
                chooseOnInstances(edge + 1, evidence);
            }
        }
    }

    // What follows depends on the mode of arrival only: what was found to lead nowhere is not walked twice, so that the
    // first combination is found in linear time, whatever the bound.
    private boolean choose(int edge, Mode arriving) {
        if (edge == path.size()) {
            boolean closes = Dependency.conflict(arriving, closing.hold());
            if (closes) {
                consider();
            }
            return closes;
        }
        int state = 2 * edge + (arriving == Mode.RECURSIVE_SHARED ? 1 : 0);
        if (leadsNowhere[state]) {
            return false;
        }
        boolean found = false;
        for (Evidence evidence : path.get(edge)) {
            if (best != null && combinations++ >= MAX_COMBINATIONS) {
                return true;
            }
            if (Dependency.conflict(arriving, evidence.hold())) {
                chosen[edge] = evidence;
                found |= choose(edge + 1, evidence.want());
            }
        }
        leadsNowhere[state] = !found;
        return found;
    }

    private void consider() {
        List<Evidence> parties = new ArrayList<>(chosen.length + 1);
        parties.add(closing);
        for (Evidence evidence : chosen) {
            parties.add(evidence);
        }
        Judgement judgement = new Judgement(classes, List.copyOf(parties));
        if (best == null || judgement.score() > best.score()) {
            best = judgement;
        }
    }
}
