package io.lockdep.agent;

/**
 * Every option of the agent: its key, default, values and meaning. The one list that parsing and documentation use.
 *
 * <p>Read before the engine is defined, so no class of the engine is named here.
 */
enum Option {
    /** Main switch. */
    ENABLED("enabled", "true", "true|false", "false instruments as usual but every hook does nothing"),
    /** JSON lines. */
    REPORT_FILE(
            "report.file",
            "",
            "path",
            "appends each finding to this file as one line of JSON, as it happens; %p is the process id"),
    /** Instrumented classes. */
    INCLUDE(
            "include",
            "",
            "patterns",
            "instruments only classes whose name matches one of these, * is any text, : separates"),
    /** Classes left alone. */
    EXCLUDE(
            "exclude",
            "",
            "patterns",
            "leaves classes alone whose name matches one of these, * is any text, : separates"),
    /** Monitors of the JDK. */
    JDK_MONITORS(
            "jdk-monitors",
            "",
            "patterns",
            "watches the monitors of JDK classes whose name matches one of these, besides the usual ones; of a pattern with"
                    + " - in front, leaves them alone"),
    /** Kernel behaviour. */
    STRICT("strict", "false", "true|false", "reports the first nesting of two locks of one class, as the kernel does"),
    /** Accepted findings. */
    SUPPRESSIONS("suppressions", "", "path", "does not say findings that match a line of this file"),
    /** Bound of reports. */
    MAX_REPORTS("max-reports", "1000", "count", "says at most this many distinct findings; further ones are counted"),
    /** Bound of lock classes. */
    MAX_CLASSES(
            "max-classes",
            "65536",
            "count",
            "tells at most this many lock classes apart; locks of further ones are not validated"),
    /** Bound of dependencies. */
    MAX_DEPENDENCIES(
            "max-dependencies", "262144", "count", "remembers at most this many dependencies between lock classes"),
    /** Bound of chains. */
    MAX_CHAINS("max-chains", "2097152", "count", "remembers at most this many chains of held locks, then starts anew"),
    /** Bound of locks. */
    MAX_INSTANCES(
            "max-instances",
            "1000000",
            "count",
            "tells at most this many living locks apart by where they were made; further ones by their type"),
    /** Bound of nestings. */
    MAX_PAIRS(
            "max-pairs",
            "4096",
            "count",
            "checks the order of nested locks of one class for at most this many pairs of living locks per class"),
    /** Bound of places. */
    MAX_SITES("max-sites", "262144", "count", "records at most this many places in code where locks are made or taken"),
    /** Bound of stacks. */
    STACK_DEPTH("stack-depth", "32", "frames", "keeps at most this many frames per stack"),
    /** Patience of the watchdog. */
    STALL(
            "stall",
            "30",
            "seconds",
            "reports a thread that waits for longer than this, and threads that really block each other; 0 watches nothing"),
    /** Chattiness. */
    VERBOSE("verbose", "false", "true|false", "prints what was installed and a summary even if nothing was found"),
    /** Options from a file. */
    CONFIG("config", "", "path", "reads further options from this properties file; weaker than all other places");

    final String key;
    final String defaultValue;
    final String values;
    final String meaning;

    Option(String key, String defaultValue, String values, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.values = values;
        this.meaning = meaning;
    }

    /** {@return the name of the environment variable} */
    String variable() {
        StringBuilder name = new StringBuilder("LOCKDEP_");
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            name.append(c == '.' || c == '-' ? '_' : Character.toUpperCase(c));
        }
        return name.toString();
    }
}
