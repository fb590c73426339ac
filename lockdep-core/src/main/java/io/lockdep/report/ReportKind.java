package io.lockdep.report;

/** The kinds of finding. The identifier of a kind is its page, its suppression key and its rule in every format. */
public enum ReportKind {
    /** Lock classes are taken in orders that form a ring (kernel: {@code print_circular_bug}). */
    CIRCULAR("circular", "possible circular locking dependency detected"),
    /** Instances of one class are nested in both orders (kernel: {@code print_deadlock_bug}). */
    RECURSIVE("recursive", "possible recursive locking detected"),
    /** A thread waits for a lock that it holds itself and that cannot be taken twice. */
    SELF_DEADLOCK("self-deadlock", "self deadlock detected"),
    /** A lock is released by a thread that does not hold it (kernel: {@code print_unlock_imbalance_bug}). */
    BAD_UNLOCK("bad-unlock", "bad unlock balance detected!");

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
