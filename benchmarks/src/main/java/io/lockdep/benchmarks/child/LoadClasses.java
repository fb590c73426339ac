package io.lockdep.benchmarks.child;

/** Loads and initialises many classes. */
public final class LoadClasses {

    private LoadClasses() {}

    /**
     * Loads them.
     *
     * @param arguments name of the first class, which ends in 0000, and how many to load
     * @throws ClassNotFoundException if one is missing
     */
    public static void main(String[] arguments) throws ClassNotFoundException {
        String prefix = arguments[0].substring(0, arguments[0].length() - 4);
        int count = Integer.parseInt(arguments[1]);
        for (int i = 0; i < count; i++) {
            String number = Integer.toString(10_000 + i).substring(1);
            Class.forName(prefix + number);
        }
    }
}
