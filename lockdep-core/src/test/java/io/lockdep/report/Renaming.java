package io.lockdep.report;

import java.util.List;
import java.util.function.UnaryOperator;

/** The same report of a program that calls everything differently. */
final class Renaming {

    private final UnaryOperator<String> renamed;

    Renaming(UnaryOperator<String> renamed) {
        this.renamed = renamed;
    }

    Report of(Report report) {
        HeldEntry conflicting = report.conflicting();
        String test = report.test();
        return new Report(
                report.kind(),
                renamed.apply(report.title()),
                report.grade(),
                renamed.apply(report.reason()),
                report.fingerprint(),
                report.siblingOf(),
                of(report.wanted()),
                conflicting == null ? null : of(conflicting),
                report.cycle().stream().map(this::of).toList(),
                all(report.needs()),
                all(report.facts()),
                report.others().stream().map(this::of).toList(),
                new Scene(
                        renamed.apply(report.thread()),
                        report.held().stream().map(this::of).toList(),
                        all(report.backtrace()),
                        test == null ? null : renamed.apply(test),
                        renamed.apply(report.jvm()),
                        all(report.scene().limits())));
    }

    private HeldEntry of(HeldEntry entry) {
        return new HeldEntry(
                renamed.apply(entry.instance()),
                renamed.apply(entry.lockClass()),
                entry.mode(),
                entry.usage(),
                renamed.apply(entry.at()));
    }

    private Party of(Party party) {
        return new Party(
                renamed.apply(party.holds()),
                party.holdsNature(),
                party.holdMode(),
                renamed.apply(party.wants()),
                party.wantsNature(),
                party.wantMode(),
                party.usage(),
                party.timed(),
                renamed.apply(party.thread()),
                party.column(),
                all(party.holdStack()),
                all(party.waitStack()));
    }

    private Bystander of(Bystander other) {
        return new Bystander(
                renamed.apply(other.thread()),
                renamed.apply(other.state()),
                other.held().stream().map(this::of).toList(),
                all(other.stack()));
    }

    private List<String> all(List<String> texts) {
        return texts.stream().map(renamed).toList();
    }
}
