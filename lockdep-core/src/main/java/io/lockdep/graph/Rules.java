package io.lockdep.graph;

import io.lockdep.report.Nature;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What the program has said of a lock class. Shared by all nesting levels of it. Safe to change at any time; it holds
 * for what comes after.
 */
public final class Rules {

    /** The kernel's wait type of what may sleep, which every JVM lock does. */
    public static final int SLEEPS = 4;

    private volatile Nature nature = Nature.LOCK;
    private volatile boolean validates = true;
    private volatile boolean tracked = true;
    private volatile boolean strict;
    private volatile boolean local;
    private volatile boolean handedOver;
    private volatile boolean meeting;
    private volatile int outerWait = SLEEPS;
    private volatile int innerWait = SLEEPS;
    private volatile @Nullable Comparator<Object> order;

    Rules() {}

    /** {@return what the class stands for} */
    public Nature nature() {
        return nature;
    }

    /** Says what the class stands for. */
    public void standsFor(Nature what) {
        nature = what;
    }

    /** {@return whether dependencies of the class are learnt} */
    public boolean validates() {
        return validates;
    }

    /** Held, but never validated (kernel: {@code lockdep_set_novalidate_class}). */
    public void noValidate() {
        validates = false;
    }

    /** {@return whether the class is seen at all} */
    public boolean tracked() {
        return tracked;
    }

    /** Not even shown as held (kernel: {@code lockdep_set_notrack_class}). */
    public void noTrack() {
        validates = false;
        tracked = false;
    }

    /** {@return whether nesting two instances is a finding by itself} */
    public boolean strict() {
        return strict;
    }

    /** Who takes an instance does not have to release it: no owner, so nothing that an order could be learnt of. */
    void handOver() {
        handedOver = true;
        noTrack();
    }

    /** The first nesting of two instances is reported, as in the kernel. */
    public void beStrict() {
        strict = true;
    }

    /** {@return whether somebody else than its holder has released one} */
    public boolean handedOver() {
        return handedOver;
    }

    /** {@return whether it is signalled by those who wait for it, so that nobody waits for himself} */
    public boolean isMeeting() {
        return meeting;
    }

    /** It is signalled by those who wait for it. */
    public void meet() {
        meeting = true;
    }

    /** {@return whether only threads of one processor, or one thread, ever contend for an instance} */
    public boolean local() {
        return local;
    }

    /** No ring leads through this class to or from a context (kernel: {@code LD_LOCK_PERCPU}). */
    public void beLocal() {
        local = true;
    }

    /** {@return what it takes to wait for it, in the kernel's numbers 0 (unchecked) to 5} */
    public int outerWait() {
        return outerWait == 0 ? innerWait : outerWait;
    }

    /** {@return what may be waited for inside it, in the kernel's numbers 0 (unchecked) to 5} */
    public int innerWait() {
        return innerWait;
    }

    /** Sets both wait types (kernel: {@code lockdep_init_map_waits}). */
    public void waits(int outer, int inner) {
        outerWait = outer;
        innerWait = inner;
    }

    /** {@return the order in which instances must be nested, if one was given} */
    public @Nullable Comparator<Object> order() {
        return order;
    }

    /** Gives the order of instances (kernel: {@code lock_set_cmp_fn}): negative allows the second inside the first. */
    public void orderBy(Comparator<Object> by) {
        order = by;
    }
}
