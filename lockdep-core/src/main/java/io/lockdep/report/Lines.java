package io.lockdep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of one report as it grows, with the pieces that the kernel's reports have in common. */
final class Lines {

    /** How deep the frames of a stack stand in the kernel's sections. */
    static final String STACK = "      ";

    private final Report report;
    private final StringBuilder out = new StringBuilder(8192);

    Lines(Report report) {
        this.report = report;
    }

    void line(String text) {
        out.append(text).append('\n');
    }

    void stack(List<String> frames, String indent) {
        if (frames.isEmpty()) {
            line(indent + "(place not recorded)");
        }
        for (String frame : frames) {
            line(indent + frame);
        }
    }

    /** What the kind has to say beside its layout, each fact on a line of its own. */
    void facts(String indent) {
        for (String fact : report.facts()) {
            line(indent + fact);
        }
    }

    /** The heading and the facts, and a blank line before what follows. */
    void otherInfo() {
        line("other info that might help us debug this:");
        line("");
        if (!report.facts().isEmpty()) {
            facts(" ");
            line("");
        }
    }

    /** The facts as a section of their own, for kinds whose layout has none. */
    void factsIfAny() {
        if (!report.facts().isEmpty()) {
            line("other info that might help us debug this:");
            facts(" ");
            line("");
        }
    }

    /** What the thread holds, outermost first. */
    void held() {
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

    void backtrace() {
        line("");
        line("stack backtrace:");
        stack(report.backtrace(), STACK);
    }

    /** {@return a lock with its class, how the class is used, and the place} */
    static String item(HeldEntry entry) {
        return entry.instance() + " (" + entry.lockClass() + ")" + entry.usage() + ", at: " + entry.at();
    }

    /** {@return a lock class and how it is used, as far as this report knows} */
    String item(String lockClass) {
        HeldEntry entry = entryOf(lockClass);
        return "(" + lockClass + ")" + (entry == null ? usageInCycle(lockClass) : entry.usage());
    }

    private String usageInCycle(String lockClass) {
        for (Party party : report.cycle()) {
            if (party.wants().equals(lockClass)) {
                return party.usage();
            }
        }
        return HeldEntry.PLAIN;
    }

    /** {@return a lock of that class which the thread wants or holds} */
    @Nullable
    HeldEntry entryOf(String lockClass) {
        HeldEntry conflicting = report.conflicting();
        if (report.wanted().lockClass().equals(lockClass)) {
            return report.wanted();
        }
        if (conflicting != null && conflicting.lockClass().equals(lockClass)) {
            return conflicting;
        }
        for (HeldEntry held : report.held()) {
            if (held.lockClass().equals(lockClass)) {
                return held;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
