package io.lockdep.engine;

import io.lockdep.engine.ClassCode.Routine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other classes have to be initialised while one is: what comes before it, what its initialiser touches or calls, and
 * what was initialised inside it.
 *
 * <p>Constructors and static methods that the initialiser calls are followed, {@value #MAX_CALLS} calls deep. Instance
 * methods and lambdas are not: which ones run is not known from the code.
 */
final class InitNeeds {

    static final int MAX_CALLS = 3;
    private static final ClassInit[] NONE = {};

    private final ClassInit of;
    private final @Nullable ClassInit goal;
    private final Set<Routine> followed = new HashSet<>();
    private final Set<ClassInit> found = new LinkedHashSet<>();
    private final List<StackTraceElement> path = new ArrayList<>(0);

    private InitNeeds(ClassInit of, @Nullable ClassInit goal) {
        this.of = of;
        this.goal = goal;
    }

    /** {@return the classes that a class needs} */
    static ClassInit[] of(ClassInit one) {
        InitNeeds needs = new InitNeeds(one, null);
        needs.found.addAll(one.before());
        needs.walk(one, ClassCode.INITIALISER, 0);
        for (ClassInit inner : one.nested) {
            needs.add(inner);
        }
        return needs.found.isEmpty() ? NONE : needs.found.toArray(NONE);
    }

    /** {@return how a class comes to need another one, innermost frame first} */
    static List<StackTraceElement> path(ClassInit from, ClassInit to) {
        InitNeeds needs = new InitNeeds(from, to);
        needs.walk(from, ClassCode.INITIALISER, 0);
        if (needs.path.isEmpty()) {
            needs.path.add(begin(from));
        }
        return needs.path;
    }

    /** {@return the frame that initialises a class} */
    static StackTraceElement begin(ClassInit of) {
        return of.code.frame("<clinit>", -1);
    }

    // Returns whether the goal was found; the frames that lead to it are added on the way back.
    private boolean walk(ClassInit in, int key, int depth) {
        ClassCode code = in.code;
        for (Routine routine : code.routines) {
            if (routine.key == key && followed.add(routine)) {
                return walk(in, code, routine, depth);
            }
        }
        return false;
    }

    private boolean walk(ClassInit in, ClassCode code, Routine routine, int depth) {
        for (int k = 0; k < routine.classes.length; k++) {
            ClassInit other = in.loaded.named(routine.classes[k]);
            boolean reached = other != null
                    && (routine.calls[k] == 0
                            ? add(other)
                            : depth < MAX_CALLS && walk(other, routine.calls[k], depth + 1));
            if (reached) {
                path.add(code.frame(routine.method, routine.lines[k]));
                return true;
            }
        }
        return false;
    }

    // What comes before was initialised before.
    private boolean add(ClassInit touched) {
        if (!of.comesAfter(touched)) {
            found.add(touched);
            return touched == goal;
        }
        return false;
    }
}
