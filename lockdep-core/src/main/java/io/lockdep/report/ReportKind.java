package io.lockdep.report;

/** The kinds of finding. The identifier of a kind is its page, its suppression key and its rule in every format. */
public enum ReportKind {
    /** Lock classes are taken in orders that form a ring (kernel: {@code print_circular_bug}). */
    CIRCULAR("circular", "possible circular locking dependency detected"),
    /** Instances of one class are nested in both orders (kernel: {@code print_deadlock_bug}). */
    RECURSIVE("recursive", "possible recursive locking detected"),
    /** A thread waits for a lock that it holds itself and that cannot be taken twice. */
    SELF_DEADLOCK("self-deadlock", "self deadlock detected"),
    /** A unit of a bounded supply is held while something is awaited that needs such a unit. */
    RESOURCE("resource", "possible resource deadlock detected"),
    /** Workers of a pool wait for work that only a worker of the same pool can do. */
    STARVATION("starvation", "possible thread pool starvation detected"),
    /** A thread waits for a signal under a lock that the signaller needs. */
    LOST_SIGNAL("lost-signal", "possible lost signal detected"),
    /** A lock is held where a context can come in that takes it (kernel: {@code print_usage_bug}). */
    INCONSISTENT_CONTEXT("inconsistent-context", "inconsistent lock state"),
    /** A ring through a context that can come in (kernel: {@code print_irq_inversion_bug}). */
    CONTEXT_INVERSION("context-inversion", "possible context lock inversion dependency detected"),
    /** A lock that may sleep is taken where nobody may (kernel: {@code print_lock_invalid_wait_context}). */
    WAIT_CONTEXT("wait-context", "Invalid wait context"),
    /** A lock is released by a thread that does not hold it (kernel: {@code print_unlock_imbalance_bug}). */
    BAD_UNLOCK("bad-unlock", "bad unlock balance detected!"),
    /** A thread, task or test ends with a lock still held (kernel: {@code print_held_locks_bug}). */
    HELD_AT_EXIT("held-at-exit", "locks still held at the end!"),
    /** A lock is given up or started anew while it is held (kernel: {@code print_freed_lock_bug}). */
    HELD_LOCK_REINIT("held-lock-reinit", "held lock freed!"),
    /** A nesting is excused by a lock that is not held (kernel: {@code print_lock_nested_lock_not_held}). */
    NEST_LOCK_NOT_HELD("nest-lock-not-held", "Nested lock was not taken"),
    /** What the program says of its locks is not so (kernel: {@code lockdep_assert}). */
    ASSERTION("assertion", "lock assertion failed"),
    /** A thread waits for longer than it should. */
    STALL("stall", "thread is stalled"),
    /** Threads wait for each other, now. */
    ACTUAL_DEADLOCK("actual-deadlock", "deadlock detected");

    private final String id;
    private final String title;

    ReportKind(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** {@return the stable identifier, in lower case with hyphens} */
    public String id() {
        return id;
    }

    /** {@return the title line of the text report, in the kernel's words where the kernel has the kind} */
    public String title() {
        return title;
    }

    /** {@return the page that explains this kind, relative to the project} */
    public String page() {
        return "docs/findings/" + id + ".md";
    }
}
