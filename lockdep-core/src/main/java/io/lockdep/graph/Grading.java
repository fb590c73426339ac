package io.lockdep.graph;

import io.lockdep.report.Grade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides how much a ring of dependencies says, from the instances, threads and other locks behind its edges.
 *
 * <p>A ring of classes is only a candidate. The grade is that of the best combination of one observation per edge. The
 * closing observation is fixed: it is the one being made now. Never drops a ring.
 */
final class Grading {

    /** Most observations looked at once a combination is found; beyond it the best found so far stands, which can only understate the grade. */
    private static final int MAX_COMBINATIONS = 4096;

    private final List<LockClass> classes;
    private final List<Dependency> path;
    private final Evidence closing;
    private final Evidence[] chosen;
    private final boolean[] leadsNowhere;
    private int combinations;
    private @Nullable Ring best;
    private int bestScore = -1;

    private Grading(List<LockClass> classes, List<Dependency> path, Evidence closing) {
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
        Grading grading = new Grading(List.copyOf(classes), path, closing);
        grading.choose(0, closing.want());
        Ring best = grading.best;
        if (best == null) {
            throw new IllegalStateException("a path without observations: " + path);
        }
        return best;
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
        for (Evidence evidence : path.get(edge).evidence()) {
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
        Verdict verdict = judge(classes, parties);
        // Among equal grades a ring on one set of instances is the better witness.
        int score = verdict.grade.ordinal() * 2 + (closesOnInstances(parties) ? 1 : 0);
        if (score > bestScore) {
            bestScore = score;
            best = new Ring(List.copyOf(parties), classes, verdict.grade, verdict.reason, needs(classes, parties));
        }
    }

    private static Verdict judge(List<LockClass> classes, List<Evidence> parties) {
        if (Gates.common(parties)) {
            return new Verdict(Grade.LOW, "every edge was seen under one common outer lock");
        }
        for (Evidence party : parties) {
            if (party.timed()) {
                return new Verdict(Grade.LOW, "one of the acquisitions gives up after a while");
            }
        }
        if (readersOnly(classes, parties)) {
            return new Verdict(Grade.LOW, "only readers so far: no writer of these locks has been seen");
        }
        if (!closesOnInstances(parties)) {
            return new Verdict(Grade.MEDIUM, "the cycle closes on lock classes, not yet on the same instances");
        }
        return judgeThreads(parties);
    }

    /** Grades a ring of instances of one class, nested in different orders. */
    static Ring gradeNesting(List<LockClass> classes, List<Evidence> parties) {
        Verdict verdict = parties.size() == 1
                ? new Verdict(Grade.MEDIUM, "the class is strict: nesting two of its instances is a finding by itself")
                : judge(classes, parties);
        return new Ring(parties, classes, verdict.grade, verdict.reason, needs(classes, parties));
    }

    private static Verdict judgeThreads(List<Evidence> parties) {
        long closing = parties.get(0).threadId();
        boolean oneThread = true;
        for (Evidence party : parties) {
            if (party.threadId() != closing) {
                oneThread = false;
                if (!party.threadAlive()) {
                    return new Verdict(
                            Grade.MEDIUM,
                            "the cycle closes on the same instances, but " + party.threadName()
                                    + " had ended before the cycle closed");
                }
            }
        }
        return oneThread
                ? new Verdict(Grade.MEDIUM, "the cycle closes on the same instances, but by one thread only so far")
                : new Verdict(
                        Grade.HIGH,
                        "the cycle closes on the same instances, by threads that are alive together, under no common"
                                + " lock");
    }

    private static boolean readersOnly(List<LockClass> classes, List<Evidence> parties) {
        for (int i = 0; i < parties.size(); i++) {
            Evidence arriving = parties.get(i);
            Evidence leaving = parties.get((i + 1) % parties.size());
            if (arriving.want() == Mode.EXCLUSIVE
                    || leaving.hold() == Mode.EXCLUSIVE
                    || classes.get(i).writerSeen()) {
                return false;
            }
        }
        return true;
    }

    private static boolean closesOnInstances(List<Evidence> parties) {
        for (int i = 0; i < parties.size(); i++) {
            Object wanted = parties.get(i).to();
            if (wanted == null || parties.get((i + 1) % parties.size()).from() != wanted) {
                return false;
            }
        }
        return true;
    }

    // A reader waits for a reader only behind a writer that came between them.
    private static List<String> needs(List<LockClass> classes, List<Evidence> parties) {
        List<String> needs = new ArrayList<>();
        for (int i = 0; i < parties.size(); i++) {
            if (parties.get(i).want() == Mode.SHARED
                    && parties.get((i + 1) % parties.size()).hold() != Mode.EXCLUSIVE) {
                needs.add("a waiting writer of " + classes.get(i).name());
            }
        }
        return List.copyOf(needs);
    }

    private record Verdict(Grade grade, String reason) {}
}
