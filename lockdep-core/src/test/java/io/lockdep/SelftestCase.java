package io.lockdep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One case of the kernel's own self-test ({@code lib/locking-selftest.c}, Linux 6.12), or one that the JDK's locks add.
 *
 * <p>Nesting is strict, as in the kernel. A thread of a case runs to its end before the next one starts.
 *
 * @param json the case as it stands in the file
 */
record SelftestCase(JsonNode json) {

    /** {@return the cases that plain locks can play} */
    static List<SelftestCase> ofLocks() throws IOException {
        return read("selftest-cases.json");
    }

    /** {@return the cases about contexts and wait types} */
    static List<SelftestCase> ofContexts() throws IOException {
        return read("selftest-context-cases.json");
    }

    private static List<SelftestCase> read(String file) throws IOException {
        List<SelftestCase> cases = new ArrayList<>();
        try (InputStream in = SelftestCase.class.getResourceAsStream("/conformance/" + file)) {
            new ObjectMapper().readTree(in).forEach(each -> cases.add(new SelftestCase(each)));
        }
        return cases;
    }

    String name() {
        return json.get("name").asText();
    }

    /** {@return what the kernel says, in its words; empty if nothing} */
    String kernelKind() {
        String kind = json.has("report_kind") ? "report_kind" : "model_kind";
        return json.get("expect").asText().equals("none") ? "" : json.get(kind).asText();
    }

    /** {@return whether a thread takes a lock that it has not released} */
    boolean takesALockAgain() {
        for (JsonNode thread : json.get("threads")) {
            List<String> held = new ArrayList<>();
            for (JsonNode step : thread) {
                String lock = step.get(1).asText();
                if (step.get(0).asText().equals("unlock")) {
                    held.remove(lock);
                } else if (step.get(0).asText().equals("lock")) {
                    if (held.contains(lock)) {
                        return true;
                    }
                    held.add(lock);
                }
            }
        }
        return false;
    }

    /**
     * Plays the case in classes of its own.
     *
     * @param maker makes the map of a lock from the name of its class
     * @return everything that was found
     */
    List<Finding> play(Function<String, LockMap> maker) {
        Lockdep.reset();
        Map<String, LockMap> maps = new HashMap<>();
        for (String lock : locks()) {
            String lockClass = className(lock);
            sayRules(lock, Lockdep.rules(lockClass).strict());
            maps.put(lock, maker.apply(lockClass));
        }
        int number = 0;
        for (JsonNode thread : json.get("threads")) {
            try (Player player = new Player(name() + "-" + number++)) {
                player.act(() -> new SelftestThread(name(), maps).play(thread));
            }
        }
        List<Finding> findings = Lockdep.findings();
        Lockdep.reset();
        return findings;
    }

    private List<String> locks() {
        List<String> locks = new ArrayList<>();
        for (JsonNode thread : json.get("threads")) {
            for (JsonNode step : thread) {
                String verb = step.get(0).asText();
                if (verb.equals("lock") || verb.equals("trylock") || verb.equals("init")) {
                    locks.add(step.get(1).asText());
                } else if (verb.equals("lock_nest")) {
                    locks.add(step.get(1).asText());
                    locks.add(step.get(3).asText());
                }
            }
        }
        return locks.stream().distinct().toList();
    }

    private String className(String lock) {
        return "selftest." + name() + "."
                + (json.has("locks") ? json.get("locks").get(lock).get("class").asText() : lock);
    }

    private void sayRules(String lock, LockClassRules rules) {
        // Without one, a lock of the kernel is not checked for what it waits; one of a JVM is known to sleep.
        JsonNode wait = json.path("wait").path(lock);
        rules.waitType(wait.path(0).asInt(0), wait.path(1).asInt(0));
        if (json.path("ltype").path(lock).asText().equals("percpu")) {
            rules.local();
        }
    }
}
