package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import org.jspecify.annotations.Nullable;

/**
 * What a thread runs, below all that it holds: the body of a thread or task, or the place of a worker in its pool.
 *
 * <p>A body is held like a lock, by whoever runs it, and others wait for it. It is not on the held stack all the same:
 * then no lock of a task would be the outermost one, whose class nobody has to know. Bodies form a list, from the
 * innermost out.
 *
 * <p>Immutable. Made when a task begins, so not on the path of a lock.
 */
final class Body {

    /** The piece of work as the program knows it, or what stands for it: a thread's {@link Owner}, as the stack outlives it. */
    final Object work;

    /** What is held while it runs. */
    final ClassedLock lock;

    final @Nullable Body outer;

    /** The chain of the classes of this and all outer bodies. */
    final long key;

    /** What tells these bodies from others at one glance; never 0. */
    final int mark;

    /** How much the thread held when it began: what it holds beyond that at the end was left behind. */
    final int depth;

    /** Whether something was held, so that it is on the held stack, as an acquisition that waited for nothing. */
    final boolean onStack;

    /** The flow of control that goes on when it ends. */
    final Lifeline before;

    Body(Object work, ClassedLock lock, @Nullable Body outer, int depth, boolean onStack, Lifeline before) {
        this.work = work;
        this.lock = lock;
        this.outer = outer;
        this.key = ChainCache.extend(outer == null ? 0 : outer.key, lock.lockClass.index());
        this.mark = (int) (key ^ key >>> 32) | 1;
        this.depth = depth;
        this.onStack = onStack;
        this.before = before;
    }

    /** {@return whether a piece of work is among these bodies} */
    static boolean runs(@Nullable Body innermost, Object work) {
        for (Body each = innermost; each != null; each = each.outer) {
            if (each.work == work) {
                return true;
            }
        }
        return false;
    }

    /** {@return how many of these bodies are not on the held stack} */
    static int countOffStack(@Nullable Body innermost) {
        int count = 0;
        for (Body each = innermost; each != null; each = each.outer) {
            count += each.onStack ? 0 : 1;
        }
        return count;
    }

    /** {@return whether a supply's unit, or a task, is among these bodies} */
    static boolean contains(@Nullable Body innermost, Object lock) {
        for (Body each = innermost; each != null; each = each.outer) {
            if (each.lock == lock) {
                return true;
            }
        }
        return false;
    }
}
