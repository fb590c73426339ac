package io.lockdep.agent.report;

import io.lockdep.report.ReportKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The pages that explain the kinds of finding, packaged with the agent so that reports can carry them. */
public final class Pages {

    private Pages() {}

    /**
     * Reads a page.
     *
     * @param kind a kind of finding
     * @return its page in Markdown; where it is not packaged, its place in the project
     */
    public static String of(ReportKind kind) {
        try (InputStream in = Pages.class.getResourceAsStream("findings/" + kind.id() + ".md")) {
            return in == null ? "See " + kind.page() : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "See " + kind.page();
        }
    }
}
