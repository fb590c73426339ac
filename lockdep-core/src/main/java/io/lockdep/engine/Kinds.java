package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.graph.Ring;
import io.lockdep.report.Nature;
import io.lockdep.report.ReportKind;
import java.util.Locale;

/** Tells what kind of finding a ring is, from what its classes stand for. */
final class Kinds {

    private Kinds() {}

    /** {@return the kind of a ring} */
    static ReportKind of(Ring ring) {
        if (has(ring, Nature.CONTEXT)) {
            return ring.classes().size() == 2 ? ReportKind.INCONSISTENT_CONTEXT : ReportKind.CONTEXT_INVERSION;
        }
        if (has(ring, Nature.SIGNAL)) {
            return ReportKind.LOST_SIGNAL;
        }
        if (has(ring, Nature.POOL)) {
            return ReportKind.STARVATION;
        }
        if (has(ring, Nature.RESOURCE)) {
            return ReportKind.RESOURCE;
        }
        return isOfOneClass(ring) ? ReportKind.RECURSIVE : ReportKind.CIRCULAR;
    }

    /**
     * {@return the title of a ring} The kernel tells a ring that was closed by a use in a context, or outside it, from one
     * that was closed by a dependency between two locks.
     */
    static String title(ReportKind kind, Ring ring) {
        int last = ring.classes().size() - 1;
        if (kind != ReportKind.CONTEXT_INVERSION
                || isContext(ring.classes().get(0))
                || isContext(ring.classes().get(last))) {
            return kind.title();
        }
        String context = "";
        for (LockClass each : ring.classes()) {
            context = isContext(each) ? each.name() : context;
        }
        context = context.toUpperCase(Locale.ROOT);
        return context + "-safe -> " + context + "-unsafe lock order detected";
    }

    private static boolean isContext(LockClass lockClass) {
        return lockClass.rules().nature() == Nature.CONTEXT;
    }

    private static boolean has(Ring ring, Nature nature) {
        for (LockClass each : ring.classes()) {
            if (each.rules().nature() == nature) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfOneClass(Ring ring) {
        for (LockClass each : ring.classes()) {
            if (each != ring.classes().get(0)) {
                return false;
            }
        }
        return true;
    }
}
