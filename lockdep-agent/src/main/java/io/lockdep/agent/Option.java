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
    /** All formats. */
    REPORT_DIR(
            "report.dir",
            "",
            "path",
            "writes findings to files lockdep-PID.* in this folder, in each form that format names; %p is the process id"),
    /** Which formats. */
    FORMAT(
            "format",
            "text:jsonl:sarif:html:dot:graph",
            "formats",
            "forms that are written to report.dir; jsonl always is, as it is complete at every moment"),
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
    /** Kinds of finding. */
    KINDS("kinds", "", "kinds", "says only findings of these kinds; others are counted"),
    /** Accepted findings. */
    SUPPRESSIONS("suppressions", "", "path", "does not say findings that match a line of this file"),
    /** Findings of an earlier run. */
    BASELINE(
            "baseline",
            "",
            "path",
            "does not say findings that stand in this file of JSON lines, written by an earlier run; they are counted"),
    /** Failing. */
    FAIL(
            "fail",
            "none",
            "none|test|medium|high",
            "what a finding makes fail: nothing, the test that closed it (with lockdep-junit), or the whole JVM from this"
                    + " grade on"),
    /** Status of a JVM that fails. */
    EXITCODE(
            "exitcode",
            "66",
            "status",
            "exit status of a JVM with findings, if fail names a grade; replaces the status that the program exits with"),
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
            "4000000",
            "count",
            "tells at most this many locks apart that are not yet collected; further ones are not watched"),
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
    /** Management. */
    JMX(
            "jmx",
            "false",
            "true|false",
            "registers the MBean io.lockdep:type=Lockdep as soon as something else in the JVM uses JMX"),
    /** Flight recorder. */
    JFR(
            "jfr",
            "auto",
            "auto|true|false",
            "writes findings to JFR as events lockdep.Finding; auto: as soon as something else in the JVM uses JFR"),
    /** Chattiness. */
    VERBOSE("verbose", "false", "true|false", "prints what was installed and a summary even if nothing was found"),
    /** Build tools left alone. */
    SKIP_TOOLS(
            "skip-tools",
            "true",
            "true|false",
            "does nothing in JVMs of Maven, Gradle and the JDK's own tools, which get the agent through the environment;"
                    + " their forks are watched"),
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
