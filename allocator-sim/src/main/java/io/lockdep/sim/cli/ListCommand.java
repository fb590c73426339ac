package io.lockdep.sim.cli;

import io.lockdep.sim.scenario.Expectation;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Scenarios;
import io.lockdep.sim.scenario.Synopsis;
import io.lockdep.sim.scenario.Variant;
import picocli.CommandLine.Command;

/**
 * {@code list}: names the scenarios, their variants and what a lock validator must say about each.
 */
@Command(
        name = "list",
        description = "List the scenarios and their variants.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
final class ListCommand implements Runnable {

    @Override
    public void run() {
        for (Scenario scenario : Scenarios.all()) {
            Synopsis synopsis = scenario.synopsis();
            System.out.println(synopsis.id() + "  " + synopsis.title());
            for (Variant variant : synopsis.variants()) {
                System.out.println("  " + variant.id() + "  " + variant.title());
                System.out.println("      expected: " + told(variant.expectation()));
            }
        }
    }

    private static String told(Expectation expectation) {
        return Expectation.NONE.equals(expectation.kind()) ? "no report" : expectation.toString();
    }
}
