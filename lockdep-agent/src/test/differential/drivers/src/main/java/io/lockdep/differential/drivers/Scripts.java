package io.lockdep.differential.drivers;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import groovy.lang.GroovyShell;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Scripts of Groovy and of Clojure, whose classes are made as they run: closures, locks, transactions, futures. */
public final class Scripts {

    private Scripts() {}

    /** Prints what the scripts print. */
    public static void main(String[] args) throws Exception {
        try (Reader script = script("accounts.groovy")) {
            System.out.println(new GroovyShell().evaluate(script));
        }
        IFn load = Clojure.var("clojure.core", "load-reader");
        try (Reader script = script("accounts.clj")) {
            System.out.println(load.invoke(script));
        }
        Clojure.var("clojure.core", "shutdown-agents").invoke();
    }

    private static Reader script(String name) {
        return new InputStreamReader(
                Objects.requireNonNull(Scripts.class.getResourceAsStream(name)), StandardCharsets.UTF_8);
    }
}
