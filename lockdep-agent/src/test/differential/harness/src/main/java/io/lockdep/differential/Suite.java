package io.lockdep.differential;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a library's own tests, of one jar, and writes how each ended. */
public final class Suite {

    private Suite() {}

    /**
     * Ends the JVM: with 0 if all tests passed, else 1. Threads that tests leave behind do not keep it.
     *
     * @param args the file to write to, the jar of tests; as regular expressions: which classes are run, which of them
     *     are not, and which tests are not, found in their ids
     */
    public static void main(String[] args) throws Exception {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[1]))))
                .filters(ClassNameFilter.includeClassNamePatterns(args[2]))
                .filters(ClassNameFilter.excludeClassNamePatterns(args[3]))
                .filters(without(Pattern.compile(args[4])))
                .build();
        // Listeners that a library registers for its own build are not wanted.
        LauncherConfig plain = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        boolean passed;
        try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(args[0])), true, "UTF-8")) {
            OutcomeWriter outcomes = new OutcomeWriter(out);
            LauncherFactory.create(plain).execute(request, outcomes);
            passed = outcomes.allPassed();
        }
        System.exit(passed ? 0 : 1);
    }

    private static PostDiscoveryFilter without(Pattern tests) {
        return test -> FilterResult.includedIf(
                !test.isTest() || !tests.matcher(test.getUniqueId().toString()).find());
    }
}
