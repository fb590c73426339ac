package io.lockdep.agent.report;

import io.lockdep.report.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes places in code and stacks in the words of SARIF. */
final class SarifPlaces {

    /** Names the folder below which a source file is, where it has not been found. */
    static final String ROOT = "SOURCES";

    private final Json json;
    private final Sources sources;

    SarifPlaces(Json json, Sources sources) {
        this.json = json;
        this.sources = sources;
    }

    /** Where a finding is shown: at the acquisition that closed it. Code scanning refuses results without a file. */
    void result(Report report) {
        Frame at = Frame.innermost(report.backtrace());
        if (at == null) {
            at = Frame.of(report.wanted().at());
        }
        location(at, report.wanted().lockClass());
    }

    void location(@Nullable Frame at, String message) {
        json.open('{').message("message", message);
        where(at);
        json.close('}');
    }

    void stack(String title, List<String> stack) {
        json.open('{').message("message", title).name("frames").open('[');
        for (String text : stack) {
            Frame frame = Frame.of(text);
            json.open('{');
            if (frame != null && !frame.module().isEmpty()) {
                json.field("module", frame.module());
            }
            json.name("location").open('{');
            if (frame == null) {
                json.message("message", text);
            }
            where(frame);
            json.close('}').close('}');
        }
        json.close(']').close('}');
    }

    private void where(@Nullable Frame at) {
        if (at == null) {
            return;
        }
        String source = at.source();
        if (source != null) {
            String found = sources.find(source);
            json.name("physicalLocation").open('{').name("artifactLocation").open('{');
            json.field("uri", uri(found == null ? source : found));
            if (found == null) {
                json.field("uriBaseId", ROOT);
            }
            json.close('}');
            if (at.line() > 0) {
                json.name("region").open('{').field("startLine", at.line()).close('}');
            }
            json.close('}');
        }
        json.name("logicalLocations").open('[').open('{').field("fullyQualifiedName", at.method());
        json.field("kind", "function").close('}').close(']');
    }

    // Names of classes and files may hold what an address may not.
    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
