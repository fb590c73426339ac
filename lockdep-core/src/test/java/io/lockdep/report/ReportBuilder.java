package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a report together in the order in which it is read, for tests of the forms it is written in. */
final class ReportBuilder {

    private final ReportKind kind;
    private final String thread;
    private final List<Party> cycle = new ArrayList<>();
    private final List<HeldEntry> held = new ArrayList<>();
    private final List<Bystander> others = new ArrayList<>();
    private String title;
    private Grade grade = Grade.HIGH;
    private String reason = "the cycle closes on the same instances, by threads that are alive together";
    private @Nullable String siblingOf;
    private HeldEntry wanted = lock("Nothing.at.all");
    private @Nullable HeldEntry conflicting;
    private List<String> needs = List.of();
    private List<String> facts = List.of();
    private List<String> backtrace = List.of();
    private @Nullable String test;
    private List<String> limits = List.of();

    private ReportBuilder(ReportKind kind, String thread) {
        this.kind = kind;
        this.title = kind.title();
        this.thread = thread;
    }

    static ReportBuilder of(ReportKind kind, String thread) {
        return new ReportBuilder(kind, thread);
    }

    /** A lock taken exclusively at a place that is not known; {@code Cache.lock} is a {@code com.acme.Cache}. */
    static HeldEntry lock(String name) {
        return entry(name, "W", HeldEntry.PLAIN, "(place not recorded)");
    }

    static HeldEntry lock(String name, String at) {
        return entry(name, "W", HeldEntry.PLAIN, frame(at));
    }

    static HeldEntry lock(String name, String mode, String usage, String at) {
        return entry(name, mode, usage, frame(at));
    }

    private static HeldEntry entry(String name, String mode, String usage, String at) {
        String type = name.indexOf('.') < 0 ? name : name.substring(0, name.indexOf('.'));
        String instance = "com.acme." + type + "@" + Integer.toHexString(name.hashCode() & 0xffff);
        return new HeldEntry(instance, name, mode, usage, at);
    }

    /** The stack of a method of {@code com.acme}, given as {@code Type.method:line}, innermost first. */
    static List<String> stack(String... frames) {
        List<String> stack = new ArrayList<>();
        for (String frame : frames) {
            stack.add(frame(frame));
        }
        return stack;
    }

    static String frame(String frame) {
        int dot = frame.indexOf('.');
        int colon = frame.indexOf(':');
        String type = frame.substring(0, dot);
        return "com.acme." + frame.substring(0, colon) + "(" + type + ".java" + frame.substring(colon) + ")";
    }

    ReportBuilder title(String text) {
        title = text;
        return this;
    }

    ReportBuilder grade(Grade value, String why) {
        grade = value;
        reason = why;
        return this;
    }

    ReportBuilder siblingOf(@Nullable String fingerprint) {
        siblingOf = fingerprint;
        return this;
    }

    ReportBuilder wants(HeldEntry lock) {
        wanted = lock;
        return this;
    }

    /** Held, and what the wanted one conflicts with. */
    ReportBuilder against(HeldEntry lock) {
        conflicting = lock;
        return holds(lock);
    }

    /** What the wanted one conflicts with, but not held. */
    ReportBuilder without(HeldEntry lock) {
        conflicting = lock;
        return this;
    }

    ReportBuilder holds(HeldEntry lock) {
        held.add(lock);
        return this;
    }

    ReportBuilder by(Party... parties) {
        cycle.addAll(List.of(parties));
        return this;
    }

    ReportBuilder needs(String... values) {
        needs = List.of(values);
        return this;
    }

    ReportBuilder facts(String... values) {
        facts = List.of(values);
        return this;
    }

    ReportBuilder other(String name, String state, List<HeldEntry> holds, String... frames) {
        others.add(new Bystander(name, state, holds, stack(frames)));
        return this;
    }

    ReportBuilder at(String... frames) {
        backtrace = stack(frames);
        return this;
    }

    ReportBuilder during(String name) {
        test = name;
        return this;
    }

    ReportBuilder limits(String... values) {
        limits = List.of(values);
        return this;
    }

    Report build() {
        return new Report(
                kind,
                title,
                grade,
                reason,
                "00000000000000ff",
                siblingOf,
                wanted,
                conflicting,
                cycle,
                needs,
                facts,
                others,
                new Scene(thread, held, backtrace, test, "JDK 17.0.15 lockdep 0.1.0", limits));
    }
}
