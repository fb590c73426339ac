package io.lockdep.examples;

/** A report without what differs from run to run and from JDK to JDK. */
final class StableReport {

    private StableReport() {}

    /** Without identity hashes, thread ids, numbers of lambdas, versions, frames of the JDK, and the count of the low. */
    static String of(String report) {
        return report.replaceAll("@[0-9a-f]{3,8} ", "@HASH ")
                .replaceAll("\\b([\\w-]+)/\\d+\\b", "$1/ID")
                .replaceAll("(?m)^( +)-+( +)-+$", "$1RULE$2RULE")
                .replaceAll(" {2,}", "  ")
                .replaceAll("JDK \\S+ lockdep", "JDK VERSION lockdep")
                .replaceAll("(lambda\\$\\w+)\\$\\d+", "$1\\$N")
                .replaceAll("(?m)^ +java\\.(base/|util\\.).*\n", "")
                .replaceAll("\\.\\.\\. \\d+ more", "... N more")
                .replaceAll("java.base/([\\w.$]+)\\([^)]*\\)", "$1(LINE)")
                .replaceAll("lockdep: (1 finding|\\d+ findings): ", "lockdep: ")
                .replaceAll("(?m)^(lockdep: .*), \\d+ low$", "$1")
                .strip();
    }
}
