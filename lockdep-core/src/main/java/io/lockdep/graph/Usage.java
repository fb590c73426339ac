package io.lockdep.graph;

import java.util.List;

/** Shows how a class is used in contexts, as the kernel does in curly brackets behind its name. */
final class Usage {

    private static final String MARKS = ".-+?";

    private Usage() {}

    static String of(LockClass lockClass, List<LockClass> contexts) {
        if (contexts.isEmpty()) {
            return "....";
        }
        StringBuilder marks = new StringBuilder(2 * contexts.size());
        for (LockClass context : contexts) {
            marks.append(mark(lockClass, context, false)).append(mark(lockClass, context, true));
        }
        return marks.toString();
    }

    private static char mark(LockClass lockClass, LockClass context, boolean shared) {
        boolean usedIn = false;
        boolean heldOutside = false;
        for (Dependency dependency : context.after) {
            for (Evidence seen : dependency.to() == lockClass ? dependency.evidence() : List.<Evidence>of()) {
                usedIn |= shared == (seen.want() != Mode.EXCLUSIVE);
            }
        }
        for (Dependency dependency : lockClass.after) {
            for (Evidence seen : dependency.to() == context ? dependency.evidence() : List.<Evidence>of()) {
                heldOutside |= shared == (seen.hold() != Mode.EXCLUSIVE);
            }
        }
        return MARKS.charAt((usedIn ? 1 : 0) + (heldOutside ? 2 : 0));
    }
}
