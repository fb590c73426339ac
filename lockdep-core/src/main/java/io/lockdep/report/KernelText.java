package io.lockdep.report;

import java.util.List;

/**
 * The report a person reads: the layout of the kernel's lockdep, section for section, with threads for CPUs, followed
 * by what the kernel leaves out (every edge with both stacks, the grade and its reason, what else a hang needs).
 *
 * <p>Source of the layout: {@code kernel/locking/lockdep.c} of Linux 6.12, {@code print_circular_bug},
 * {@code print_deadlock_bug}, {@code print_unlock_imbalance_bug}. Lock usage in interrupt contexts has no counterpart
 * here and is always shown as <code>{....}</code>; all JVM locks sleep, wait type 4.
 */
public final class KernelText {

    private static final String USAGE = "{....}-{4:4}";
    private static final int COLUMN = 31;

    private final Report report;
    private final StringBuilder out = new StringBuilder(8192);

    private KernelText(Report report) {
        this.report = report;
    }

    /**
     * Formats a report.
     *
     * @param report the finding
     * @return the text, lines ended by {@code \n}, starting with a blank line
     */
    public static String format(Report report) {
        KernelText text = new KernelText(report);
        text.header();
        switch (report.kind()) {
            case CIRCULAR -> text.circular();
            case RECURSIVE, SELF_DEADLOCK -> text.recursive();
            default -> text.badUnlock();
        }
        text.heldList();
        text.backtrace();
        if (!report.cycle().isEmpty()) {
            text.parties();
        }
        text.footer();
        return text.out.toString();
    }

    private void header() {
        String title = "WARNING: " + report.kind().title();
        line("");
        line("=".repeat(title.length()));
        line(title);
        line(report.jvm() + (report.test() == null ? "" : " [" + report.test() + "]"));
        line("-".repeat(title.length()));
    }

    private void circular() {
        tryingToAcquire();
        line("");
        alreadyHolding();
        line("");
        line("which lock already depends on the new lock.");
        line("");
        line("");
        line("the existing dependency chain (in reverse order) is:");
        for (int k = report.cycle().size() - 1; k >= 0; k--) {
            Party party = report.cycle().get(k);
            line("");
            line("-> #" + k + " (" + party.wants() + ")" + USAGE + ":");
            stack(party.waitStack(), "      ");
        }
        line("");
        line("other info that might help us debug this:");
        line("");
        scenario();
    }

    // The kernel's own summary: two threads and at most three names, whatever the length of the ring.
    private void scenario() {
        List<Party> cycle = report.cycle();
        Party closing = cycle.get(0);
        Party last = cycle.get(cycle.size() - 1);
        if (cycle.size() > 2) {
            line("Chain exists of:");
            line("  " + closing.wants() + " --> " + last.holds() + " --> " + last.wants());
            line("");
        }
        line(" Possible unsafe locking scenario:");
        line("");
        columns(closing.thread(), last.thread());
        columns("-".repeat(closing.thread().length()), "-".repeat(last.thread().length()));
        line("  " + verb(closing.holdMode()) + closing.holds() + ");");
        line(" ".repeat(COLUMN) + verb(last.holdMode()) + last.holds() + ");");
        line(" ".repeat(COLUMN) + verb(last.wantMode()) + last.wants() + ");");
        line("  " + verb(closing.wantMode()) + closing.wants() + ");");
        line("");
        line(" *** DEADLOCK ***");
        line("");
    }

    private void columns(String left, String right) {
        line("       " + left + " ".repeat(Math.max(1, COLUMN - 7 - left.length())) + right);
    }

    private void recursive() {
        tryingToAcquire();
        line("");
        alreadyHolding();
        line("");
        line("other info that might help us debug this:");
        line(" Possible unsafe locking scenario:");
        line("");
        line("       " + report.thread());
        line("       " + "-".repeat(report.thread().length()));
        HeldEntry held = report.conflicting();
        if (held != null) {
            line("  " + verb(held.mode()) + held.lockClass() + ");");
        }
        line("  " + verb(report.wanted().mode()) + report.wanted().lockClass() + ");");
        line("");
        line(" *** DEADLOCK ***");
        line("");
        if (report.kind() == ReportKind.RECURSIVE) {
            line(" May be due to missing lock nesting notation");
            line("");
        }
    }

    private void badUnlock() {
        line(report.thread() + " is trying to release lock (" + report.wanted().lockClass() + ") at:");
        line(report.wanted().at());
        line("but there are no more locks to release!");
        line("");
        line("other info that might help us debug this:");
    }

    private void tryingToAcquire() {
        line(report.thread() + " is trying to acquire lock:");
        line(item(report.wanted()));
    }

    private void alreadyHolding() {
        HeldEntry held = report.conflicting();
        if (held != null) {
            line("but task is already holding lock:");
            line(item(held));
        }
    }

    private void heldList() {
        List<HeldEntry> held = report.held();
        if (held.isEmpty()) {
            line("no locks held by " + report.thread() + ".");
            return;
        }
        line(held.size() + (held.size() == 1 ? " lock" : " locks") + " held by " + report.thread() + ":");
        for (int i = 0; i < held.size(); i++) {
            line(" #" + i + ": " + item(held.get(i)));
        }
    }

    private void backtrace() {
        line("");
        line("stack backtrace:");
        stack(report.backtrace(), "      ");
    }

    private void parties() {
        line("");
        line("the whole cycle, one block per party:");
        for (Party party : report.cycle()) {
            line("");
            line(" " + party.thread() + (party.timed() ? " (gives up after a while)" : ""));
            line("   holds " + party.holds() + " (" + party.holdMode() + "), taken at:");
            stack(party.holdStack(), "         ");
            line("   wants " + party.wants() + " (" + party.wantMode() + "), at:");
            int common = commonCallers(party.holdStack(), party.waitStack());
            stack(party.waitStack().subList(0, party.waitStack().size() - common), "         ");
            if (common > 0) {
                line("         ... " + common + " more as above");
            }
        }
    }

    private void footer() {
        line("");
        line("grade:       " + report.grade().id() + ": " + report.reason());
        for (String need : report.needs()) {
            line("a hang needs " + need);
        }
        if (report.siblingOf() != null) {
            line("sibling of:  " + report.siblingOf() + " (closed by the same acquisition)");
        }
        line("fingerprint: " + report.fingerprint());
        line("suppress:    " + report.suppression());
        line("explained:   " + report.kind().page());
    }

    // The first frame of a hold stack differs by its line; its callers are normally the callers of both.
    private static int commonCallers(List<String> hold, List<String> wait) {
        int common = 0;
        while (common < hold.size() - 1
                && common < wait.size() - 1
                && hold.get(hold.size() - 1 - common).equals(wait.get(wait.size() - 1 - common))) {
            common++;
        }
        return common;
    }

    private static String item(HeldEntry entry) {
        return entry.instance() + " (" + entry.lockClass() + ")" + entry.usage() + ", at: " + entry.at();
    }

    private static String verb(String mode) {
        return "W".equals(mode) ? "lock(" : "rlock(";
    }

    private void stack(List<String> frames, String indent) {
        if (frames.isEmpty()) {
            line(indent + "(place not recorded)");
        }
        for (String frame : frames) {
            line(indent + frame);
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
