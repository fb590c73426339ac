package io.lockdep.benchmarks.child;

import java.util.ArrayList;
import java.util.List;

/** A class of common size that does not lock: its copies under other names are loaded by the thousand. */
public final class Template0000 {

    private final List<String> names = new ArrayList<>();
    private int total;

    /** Nothing in it. */
    public Template0000() {}

    /**
     * Adds a name.
     *
     * @param name the name
     * @return whether it is new
     */
    public boolean add(String name) {
        if (names.contains(name)) {
            return false;
        }
        names.add(name);
        total += name.length();
        return true;
    }

    /**
     * Finds names.
     *
     * @param prefix what they begin with
     * @return the names
     */
    public List<String> find(String prefix) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith(prefix)) {
                found.add(name);
            }
        }
        return found;
    }

    /** {@return the average length of a name} */
    public double average() {
        return names.isEmpty() ? 0 : (double) total / names.size();
    }

    /**
     * Parses a number.
     *
     * @param text digits
     * @param otherwise if there are none
     * @return the number
     */
    public int parse(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(i).append(' ').append(names.get(i)).append('\n');
        }
        return text.toString();
    }
}
