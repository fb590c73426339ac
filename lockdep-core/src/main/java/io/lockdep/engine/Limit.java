package io.lockdep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bound of one of the engine's tables, and how often it was in the way: a report must not look complete if it is not.
 *
 * <p>Thread-safe. Counted on the slow path only.
 */
public enum Limit {
    /** {@link Limits#classes}. */
    CLASSES("max-classes", "the locks concerned share one lock class, which is not validated"),
    /** {@link Limits#dependencies}. */
    DEPENDENCIES("max-dependencies", "a cycle that needs two of these dependencies is not found"),
    /** {@link Limits#chains}. */
    CHAINS("max-chains", "chains that were known are validated again, which costs time only"),
    /** {@link Limits#instances}. */
    INSTANCES("max-instances", "the locks concerned are not watched"),
    /** {@link Limits#pairs}. */
    PAIRS("max-pairs", "the order of instances nested in each other is no longer checked there"),
    /** {@link Limits#sites}. */
    SITES("max-sites", "these places are missing in reports and do not name the locks made there");

    private static final AtomicLongArray HITS = new AtomicLongArray(values().length);

    private final String option;
    private final String consequence;

    Limit(String option, String consequence) {
        this.option = option;
        this.consequence = consequence;
    }

    void hit() {
        HITS.getAndIncrement(ordinal());
    }

    /** Counts anew, under new bounds. */
    static void reset() {
        for (Limit limit : values()) {
            HITS.set(limit.ordinal(), 0);
        }
        LockInstances.reset();
    }

    /** {@return how often there was no room; of {@link #PAIRS}, how many classes have none now} */
    public long hits() {
        return switch (this) {
            case CLASSES -> Engine.graph().refusedClasses();
            case DEPENDENCIES -> Engine.graph().refusedDependencies();
            case PAIRS -> Engine.graph().fullClassCount();
            case CHAINS, INSTANCES, SITES -> HITS.get(ordinal());
        };
    }

    private int bound(Limits limits) {
        return switch (this) {
            case CLASSES -> limits.classes();
            case DEPENDENCIES -> limits.dependencies();
            case CHAINS -> limits.chains();
            case INSTANCES -> limits.instances();
            case PAIRS -> limits.pairs();
            case SITES -> limits.sites();
        };
    }

    private String often(long hits) {
        if (this == PAIRS) {
            return hits == 1 ? "in one lock class" : "in " + hits + " lock classes";
        }
        return hits == 1 ? "once" : hits + " times";
    }

    /** {@return for each limit that was reached one sentence, which says what was missed; empty if all was watched} */
    public static List<String> sentences() {
        Limits limits = Engine.options().limits();
        List<String> said = new ArrayList<>(0);
        for (Limit limit : values()) {
            long hits = limit.hits();
            if (hits > 0) {
                said.add(limit.option + "=" + limit.bound(limits) + " was reached " + limit.often(hits) + ": "
                        + limit.consequence);
            }
        }
        return List.copyOf(said);
    }
}
