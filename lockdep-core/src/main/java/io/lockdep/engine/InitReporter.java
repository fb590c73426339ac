package io.lockdep.engine;

import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges rings of class initialisations and puts them into reports.
 *
 * <p>A ring hangs only if two threads enter it at different classes. So it is said aloud only if two of its classes are
 * touched by loaded classes outside the ring.
 */
final class InitReporter {

    private static final String ONCE =
            "a class is initialised once, so what its initialiser needs is taken from its code too";

    private InitReporter() {}

    /**
     * Reports a ring of classes, each of which needs the next one, and the last one the first.
     *
     * @return whether anything was to be said of it
     */
    static boolean ring(List<ClassInit> ring) {
        int entries = 0;
        ClassInit entry = null;
        boolean used = false;
        for (ClassInit each : ring) {
            used |= each.hasBegun;
            if (each.byLauncher) {
                // Done before there is a second thread.
                return false;
            }
            if (isEntered(each, ring)) {
                entries++;
                entry = each;
            }
        }
        if (!used || doors(ring).size() < 2) {
            // Nobody comes there at all, or nobody comes first: constants of an enum with bodies, the class of a
            // holder.
            return false;
        }
        List<Step> steps = new ArrayList<>(ring.size());
        int start = smallest(ring);
        for (int i = 0; i < ring.size(); i++) {
            ClassInit from = ring.get((start + i) % ring.size());
            ClassInit to = ring.get((start + i + 1) % ring.size());
            steps.add(new Step(init(from), init(to), firstUser(from), frames(begin(from)), needs(from, to)));
        }
        say(
                steps,
                entries < 2 ? Grade.LOW : Grade.MEDIUM,
                entries >= 2
                        ? "the initialisers need each other, and classes outside the ring touch more than one of them first"
                        : entry == null
                                ? "the initialisers need each other, but no class outside the ring is known to touch them"
                                : "the initialisers need each other, but only " + entry.name
                                        + " is known to be touched from outside the ring");
        return true;
    }

    /** {@return the classes of a ring at which a thread can come into it} */
    static List<ClassInit> doors(List<ClassInit> ring) {
        List<ClassInit> doors = new ArrayList<>(ring.size());
        for (ClassInit each : ring) {
            if (!isNestedInOneOf(each, ring) || isEntered(each, ring)) {
                doors.add(each);
            }
        }
        return doors;
    }

    /** {@return the names of a ring's classes, whichever of them it begins with} */
    static String names(List<ClassInit> ring) {
        StringBuilder names = new StringBuilder();
        int start = smallest(ring);
        for (int i = 0; i < ring.size(); i++) {
            names.append(ring.get((start + i) % ring.size()).name).append(' ');
        }
        return names.toString();
    }

    /**
     * Reports a lock that is held around an initialisation, and taken inside it or inside one that it needs.
     *
     * @param way from the class that was initialised while the lock was held to the one that takes it
     */
    static void lock(List<ClassInit> way, ClassInit.Note held, ClassInit.Note taken) {
        Object lock = held.get();
        if (way.isEmpty() || lock == null) {
            return;
        }
        ClassInit last = way.get(way.size() - 1);
        HeldEntry of = new HeldEntry(
                Reporter.instance(lock),
                Engine.graph().classAt(held.lockClass).name(),
                "W",
                HeldEntry.PLAIN,
                place(held.site));
        List<Step> steps = new ArrayList<>(way.size() + 1);
        steps.add(new Step(of, init(way.get(0)), held.thread, at(held.site), frames(begin(way.get(0)))));
        for (int i = 0; i + 1 < way.size(); i++) {
            steps.add(new Step(
                    init(way.get(i)),
                    init(way.get(i + 1)),
                    held.thread,
                    frames(begin(way.get(i))),
                    needs(way.get(i), way.get(i + 1))));
        }
        HeldEntry wanted = new HeldEntry(of.instance(), of.lockClass(), "W", HeldEntry.PLAIN, place(taken.site));
        steps.add(new Step(
                init(last), wanted, taken.again ? firstUser(last) : taken.thread, frames(begin(last)), at(taken.site)));
        boolean elsewhere = isTouchedElsewhere(last, way, held.site);
        say(
                steps,
                elsewhere ? Grade.MEDIUM : Grade.LOW,
                elsewhere
                        ? "the lock is held around the initialisation and taken by it, and others touch the class too"
                        : "the lock is held around the initialisation and taken by it, but no other class is known to"
                                + " touch it");
    }

    // The class whose code holds the lock meanwhile is the one that touches it under the lock.
    private static boolean isTouchedElsewhere(ClassInit of, List<ClassInit> way, int site) {
        Site at = Sites.at(site);
        String holder = at == null ? "" : at.frame().getClassName();
        for (ClassInit toucher : of.touchers) {
            boolean inside = toucher.name.equals(holder) || toucher.name.startsWith(holder + "$");
            if (!inside && isOutside(toucher, way)) {
                return true;
            }
        }
        return false;
    }

    // Code of the ring's own classes, of what extends them and of what is nested in them runs after they were touched.
    private static boolean isEntered(ClassInit of, List<ClassInit> ring) {
        for (ClassInit toucher : of.touchers) {
            if (isOutside(toucher, ring)) {
                return true;
            }
            if (toucher.before().contains(of) && !ring.contains(toucher)) {
                for (ClassInit user : toucher.touchers) {
                    if (isOutside(user, ring)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isOutside(ClassInit toucher, List<ClassInit> ring) {
        for (ClassInit each : ring) {
            if (toucher.comesAfter(each) || toucher.isNestedIn(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNestedInOneOf(ClassInit one, List<ClassInit> ring) {
        for (ClassInit each : ring) {
            if (one.isNestedIn(each)) {
                return true;
            }
        }
        return false;
    }

    private static int smallest(List<ClassInit> ring) {
        int smallest = 0;
        for (int i = 1; i < ring.size(); i++) {
            if (ring.get(i).name.compareTo(ring.get(smallest).name) < 0) {
                smallest = i;
            }
        }
        return smallest;
    }

    private static HeldEntry init(ClassInit of) {
        return new HeldEntry(
                Reporter.instance(of),
                of.lockClass().name(),
                "W",
                HeldEntry.PLAIN,
                InitNeeds.begin(of).toString());
    }

    // No thread need have been seen to come this way; ids begin with 1.
    private static String firstUser(ClassInit of) {
        return "first user of " + of.name.substring(of.name.lastIndexOf('.') + 1);
    }

    private static List<StackTraceElement> begin(ClassInit of) {
        return List.of(InitNeeds.begin(of));
    }

    private static List<String> needs(ClassInit from, ClassInit to) {
        return Reporter.frames(InitNeeds.path(from, to));
    }

    private static List<String> frames(List<StackTraceElement> stack) {
        return Reporter.frames(stack);
    }

    private static List<String> at(int site) {
        Site known = Sites.at(site);
        return known == null ? List.of() : frames(List.of(known.frame()));
    }

    private static String place(int site) {
        Site known = Sites.at(site);
        return known == null ? Moment.NO_PLACE : known.toString();
    }

    private static void say(List<Step> steps, Grade grade, String reason) {
        List<Party> cycle = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            cycle.add(new Party(
                    step.holds.lockClass(),
                    Nature.LOCK,
                    "W",
                    step.wants.lockClass(),
                    Nature.LOCK,
                    "W",
                    HeldEntry.PLAIN,
                    false,
                    step.thread,
                    i,
                    step.holdStack,
                    step.waitStack));
        }
        Step first = steps.get(0);
        HeldEntry wanted = new HeldEntry(
                first.wants.instance(), first.wants.lockClass(), "W", HeldEntry.PLAIN, first(first.waitStack));
        @Nullable String test = Engine.currentTest();
        Findings.add(new Report(
                ReportKind.CIRCULAR,
                ReportKind.CIRCULAR.title(),
                grade,
                reason,
                Fingerprint.of(ReportKind.CIRCULAR, Reporter.nodes(cycle)),
                null,
                wanted,
                first.holds,
                cycle,
                List.of(),
                List.of(ONCE),
                List.of(),
                new Scene(
                        first.thread,
                        List.of(first.holds),
                        first.waitStack,
                        test,
                        Reporter.VERSION,
                        Limit.sentences())));
    }

    private static String first(List<String> frames) {
        return frames.isEmpty() ? Moment.NO_PLACE : frames.get(0);
    }

    /** One edge: what a party holds, and what it wants meanwhile. */
    private record Step(
            HeldEntry holds, HeldEntry wants, String thread, List<String> holdStack, List<String> waitStack) {}
}
