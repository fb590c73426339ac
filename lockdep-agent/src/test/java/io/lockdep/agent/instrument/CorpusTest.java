package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What compilers of all kinds wrote passes the JVM's verifier once it is instrumented.
 *
 * <p>Here, with what lies on the class path and with the JDK's own javac. With {@code -Dlockdep.corpus=FOLDER}, with all
 * jars of that folder instead; docs/bytecode.md says which.
 */
class CorpusTest {

    @Test
    void everyInstrumentedClassIsVerifiedAndHasTheMembersItHad() throws IOException {
        try (Corpus corpus = new Corpus()) {
            String folder = System.getProperty("lockdep.corpus");
            if (folder == null) {
                corpus.addClassPath(System.getProperty("java.class.path"));
            } else {
                corpus.addFolder(Path.of(folder));
                corpus.addModule("java.desktop");
                corpus.addModule("java.xml");
            }
            corpus.addModule("jdk.compiler");
            CorpusRun run = new CorpusRun(corpus);
            run.run();
            if (folder == null) {
                assertThat(run.leftAlone).isEmpty();
            } else {
                run.leftAlone.forEach(System.out::println);
                System.out.println("Java " + Runtime.version() + ": " + run.totals());
            }
            assertThat(run.broken).isEmpty();
            assertThat(run.verified).as("verified of " + run.totals()).isGreaterThan(run.instrumentedClasses / 2);
        }
    }
}
