package io.lockdep.sim.scenario;

import io.lockdep.sim.patch.VariantFlags;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Everything about a scenario that is text: its story, its actors and what a validator must say, read from the
 * resource {@code ID.properties} beside this class, so that tests of other modules can read it too.
 */
public final class Synopsis {

    private final String id;
    private final Properties text = new Properties();
    private final List<Variant> variants = new ArrayList<>();

    private Synopsis(String id) {
        this.id = id;
    }

    /**
     * Reads a scenario's text.
     *
     * @param id such as {@code S0}
     * @return the synopsis
     * @throws IllegalStateException if there is no such text, or it lacks an entry
     */
    public static Synopsis read(String id) {
        Synopsis synopsis = new Synopsis(id);
        synopsis.load();
        for (String variant : synopsis.words("variants")) {
            synopsis.variants.add(new Variant(
                    variant,
                    synopsis.line(variant + ".title"),
                    VariantFlags.parse(split(synopsis.line(variant + ".machine"))),
                    synopsis.expectation(variant)));
        }
        return synopsis;
    }

    /**
     * The scenario's number.
     *
     * @return such as {@code S0}
     */
    public String id() {
        return id;
    }

    /**
     * What it is about.
     *
     * @return one line
     */
    public String title() {
        return line("title");
    }

    /**
     * What happened in reality, and where that can be read.
     *
     * @return three sentences, one per line
     */
    public List<String> history() {
        return List.of(line("history.1"), line("history.2"), line("history.3"));
    }

    /**
     * What an actor does.
     *
     * @param actor its letter
     * @return one line
     */
    public String part(String actor) {
        return line("actor." + actor);
    }

    /**
     * Its variants.
     *
     * @return in the order of the text
     */
    public List<Variant> variants() {
        return List.copyOf(variants);
    }

    /**
     * How much of something must have happened in a variant.
     *
     * @param variant which one
     * @param what its name in the text, after {@code expect.count.}
     * @return a number, or an empty string if the text does not say
     */
    public String expectedCount(Variant variant, String what) {
        return text.getProperty(variant.id() + ".expect.count." + what, "").trim();
    }

    private Expectation expectation(String variant) {
        String prefix = variant + ".expect.";
        return new Expectation(
                line(prefix + "kind"),
                words(prefix + "cycle"),
                words(prefix + "held"),
                Arrays.stream(text.getProperty(prefix + "siblings", "").split(";"))
                        .map(Synopsis::split)
                        .filter(sibling -> !sibling.isEmpty())
                        .toList(),
                Integer.parseInt(text.getProperty(prefix + "threadsToHang", "0").trim()),
                text.getProperty(prefix + "invariant", "").trim());
    }

    private List<String> words(String key) {
        return split(text.getProperty(key, ""));
    }

    private static List<String> split(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String line(String key) {
        String value = text.getProperty(key);
        if (value == null) {
            throw new IllegalStateException(id + ".properties has no entry " + key);
        }
        return value;
    }

    private void load() {
        try (InputStream in = Synopsis.class.getResourceAsStream(id + ".properties")) {
            if (in == null) {
                throw new IllegalStateException("no resource " + id + ".properties beside " + Synopsis.class.getName());
            }
            text.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
