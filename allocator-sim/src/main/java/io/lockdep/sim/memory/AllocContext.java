package io.lockdep.sim.memory;

/**
 * One allocation on its way through the slow path: what it wants and how its tries went; {@code struct alloc_context}
 * and the local variables of {@code __alloc_pages_slowpath}.
 */
final class AllocContext {

    final Gfp gfp;
    final int order;
    Watermarks.Mark mark = Watermarks.Mark.MIN;

    /** Pages freed by the last round of reclaim. */
    int didSomeProgress;

    /** Rounds of reclaim in a row that freed nothing. */
    int noProgressLoops;

    AllocContext(Gfp gfp, int order) {
        this.gfp = gfp;
        this.order = order;
    }
}
