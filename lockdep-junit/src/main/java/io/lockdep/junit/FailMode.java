package io.lockdep.junit;

/** What is said for all tests, and whether anybody is there who can do it. */
final class FailMode {

    private static final String PROPERTY = "lockdep.fail";
    private static final String VARIABLE = "LOCKDEP_FAIL";
    private static volatile boolean extension;

    private FailMode() {}

    /** {@return whether every test shall fail by what is found during it} */
    static boolean isTest() {
        String value = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return "test".equals(value);
    }

    static void extensionIsHere() {
        extension = true;
    }

    /** {@return whether no test can fail, because Jupiter was not told to look for extensions} */
    static boolean isInVain() {
        return isTest() && !extension;
    }
}
