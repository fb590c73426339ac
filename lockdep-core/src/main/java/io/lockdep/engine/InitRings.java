package io.lockdep.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rings of classes each of which needs the next one to be initialised, and locks between them.
 *
 * <p>Strongly connected components first (Tarjan 1972), which is linear in the code that is loaded; rings are looked for
 * inside components only, the shortest ones, and not more than {@value #MAX_RINGS}.
 */
final class InitRings {

    private static final int MAX_LENGTH = 6;
    private static final int MAX_RINGS = 256;
    private static final int MAX_WALKS = 4096;
    private static final int MAX_REACHED = 256;

    private final List<ClassInit> all;
    private final ArrayDeque<ClassInit> path = new ArrayDeque<>();
    private final IdentityHashMap<ClassInit, Integer> next = new IdentityHashMap<>();
    private final ArrayDeque<ClassInit> open = new ArrayDeque<>();
    private final List<List<ClassInit>> components = new ArrayList<>();
    private int counter;

    private InitRings(List<ClassInit> all) {
        this.all = all;
    }

    /** Looks at what is known of all loaded classes. */
    static void look(List<ClassInit> all) {
        for (ClassInit each : all) {
            each.order = 0;
            each.component = 0;
            each.needs = InitNeeds.of(each);
        }
        InitRings search = new InitRings(all);
        search.findComponents();
        List<ClassInit> underLocks = new ArrayList<>();
        for (ClassInit each : all) {
            if (each.under.length > 0) {
                underLocks.add(each);
            }
        }
        if (!search.components.isEmpty() || !underLocks.isEmpty()) {
            for (ClassInit each : all) {
                each.touch();
            }
            search.report();
            for (ClassInit each : underLocks) {
                search.reportLocksAround(each);
            }
        }
        for (ClassInit each : all) {
            each.forget();
        }
    }

    // Without recursion: chains of needs can be as long as the program has classes.
    private void findComponents() {
        for (ClassInit root : all) {
            if (root.order != 0) {
                continue;
            }
            enter(root);
            while (!path.isEmpty()) {
                ClassInit at = path.getLast();
                Integer begun = next.get(at);
                int k = begun == null ? 0 : begun;
                if (k < at.needs.length) {
                    next.put(at, k + 1);
                    ClassInit need = at.needs[k];
                    if (need.order == 0) {
                        enter(need);
                    } else if (need.component == 0) {
                        at.low = Math.min(at.low, need.order);
                    }
                } else {
                    leave(at);
                }
            }
        }
    }

    private void enter(ClassInit node) {
        node.order = ++counter;
        node.low = node.order;
        path.addLast(node);
        open.addLast(node);
    }

    private void leave(ClassInit node) {
        path.removeLast();
        next.remove(node);
        if (node.low == node.order) {
            List<ClassInit> component = new ArrayList<>(1);
            ClassInit member;
            do {
                member = open.removeLast();
                member.component = node.order;
                component.add(member);
            } while (member != node);
            if (component.size() > 1) {
                components.add(component);
            }
        }
        ClassInit below = path.peekLast();
        if (below != null) {
            below.low = Math.min(below.low, node.low);
        }
    }

    private void report() {
        for (List<ClassInit> component : components) {
            List<List<ClassInit>> said = new ArrayList<>();
            for (List<ClassInit> ring : rings(component)) {
                if (!isCoveredBy(said, ring) && InitReporter.ring(ring)) {
                    said.add(ring);
                }
            }
        }
    }

    // Who cures the smaller ring, or one with the same doors, has cured this one, or will be told: a class of twenty
    // constants, each of a subclass of its own, has twenty rings of one mistake.
    private static boolean isCoveredBy(List<List<ClassInit>> said, List<ClassInit> ring) {
        for (List<ClassInit> each : said) {
            if (ring.containsAll(each) || InitReporter.doors(ring).containsAll(InitReporter.doors(each))) {
                return true;
            }
        }
        return false;
    }

    private static List<List<ClassInit>> rings(List<ClassInit> component) {
        List<List<ClassInit>> rings = new ArrayList<>();
        Set<Set<ClassInit>> known = new HashSet<>();
        int walks = 0;
        for (ClassInit from : component) {
            for (ClassInit to : from.needs) {
                if (to.component == from.component && walks < MAX_WALKS && rings.size() < MAX_RINGS) {
                    walks++;
                    List<ClassInit> ring = walk(to, from, from.component);
                    if (!ring.isEmpty() && known.add(new HashSet<>(ring))) {
                        rings.add(ring);
                    }
                }
            }
        }
        rings.sort(new ByLength());
        return rings;
    }

    /** {@return the shortest way, both ends included; empty if it is long or there is none} */
    private static List<ClassInit> walk(ClassInit from, ClassInit to, int component) {
        IdentityHashMap<ClassInit, ClassInit> cameFrom = new IdentityHashMap<>();
        ArrayDeque<ClassInit> queue = new ArrayDeque<>();
        cameFrom.put(from, from);
        queue.add(from);
        while (!queue.isEmpty() && cameFrom.size() < MAX_REACHED) {
            ClassInit at = queue.remove();
            if (at == to) {
                List<ClassInit> way = new ArrayList<>();
                for (ClassInit each = to; each != from; each = cameFrom.get(each)) {
                    way.add(each);
                }
                way.add(from);
                Collections.reverse(way);
                return way.size() <= MAX_LENGTH ? way : List.of();
            }
            for (ClassInit need : at.needs) {
                if ((component == 0 || need.component == component) && !cameFrom.containsKey(need)) {
                    cameFrom.put(need, at);
                    queue.add(need);
                }
            }
        }
        return List.of();
    }

    // Initialised while a lock was held, a class takes that lock, or needs one whose initialisation has taken it.
    private void reportLocksAround(ClassInit first) {
        List<ClassInit> reached = new ArrayList<>();
        Set<ClassInit> seen = new HashSet<>();
        reached.add(first);
        seen.add(first);
        for (int i = 0; i < reached.size() && reached.size() < MAX_REACHED; i++) {
            ClassInit at = reached.get(i);
            for (ClassInit.Note held : first.under) {
                ClassInit.Note taken = sameLock(at.taken, held, at == first);
                if (taken != null) {
                    InitReporter.lock(walk(first, at, 0), held, taken);
                }
            }
            for (ClassInit need : at.needs) {
                if (seen.add(need)) {
                    reached.add(need);
                }
            }
        }
    }

    private static ClassInit.@Nullable Note sameLock(ClassInit.Note[] taken, ClassInit.Note held, boolean inside) {
        Object lock = held.get();
        for (ClassInit.Note each : taken) {
            boolean shared = Acquisition.isShared(held.flags) && Acquisition.isShared(each.flags);
            if (lock != null && each.refersTo(lock) && !shared && (each.again || !inside)) {
                return each;
            }
        }
        return null;
    }

    private static final class ByLength implements Comparator<List<ClassInit>> {

        @Override
        public int compare(List<ClassInit> one, List<ClassInit> other) {
            int shorter = Integer.compare(one.size(), other.size());
            // Of rings that say the same, the same one is said in every run.
            return shorter != 0 ? shorter : InitReporter.names(one).compareTo(InitReporter.names(other));
        }
    }
}
